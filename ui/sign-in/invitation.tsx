/** Somebody who was invited makes a passkey, or comes in by an identity provider. */
import { useRouter } from '@tanstack/react-router'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { beginSession } from '../api/session.ts'
import { RelativeTime } from '../parts/time.tsx'
import { Door } from './door.tsx'
import { makePasskey } from './passkey.ts'
import { keepInvitation } from './invitation-kept.ts'
import { goToProvider } from './provider.ts'
import { WaysIn } from './ways-in.tsx'

type Link = Extract<Answer<'POST /api/v1/welcome/open'>, { kind: 'invitation' }>

export function Invitation({ token, link }: { token: string; link: Link }) {
  const router = useRouter()
  const { organisation, person, providers, expiresAt } = link
  const byPasskey = async (): Promise<void> => {
    const { options } = await api('POST /api/v1/welcome/passkey/begin', { body: { token } })
    const response = await makePasskey(options)
    keepInvitation(undefined)
    beginSession(await api('POST /api/v1/welcome/passkey/complete', { body: { token, response } }))
    router.history.replace('/')
  }
  return (
    <Door
      title={`Welcome, ${person.name}`}
      organisation={organisation.name}
      text={`You were invited to ${organisation.name}’s Hubward as ${person.email}.`}
      foot={
        <>
          This link works once and ends <RelativeTime at={expiresAt} />.
        </>
      }
    >
      <WaysIn
        providers={providers}
        passkey={{ label: 'Make a passkey', act: byPasskey }}
        onProvider={(provider) => goToProvider({ provider, purpose: 'welcome', token })}
      />
      <p className="text-[0.8125rem] text-faint">
        A passkey stays on your device and opens by fingerprint, face or PIN. There is no password.
      </p>
    </Door>
  )
}
