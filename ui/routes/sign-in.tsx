/** Signing in: passkey first, identity providers below. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { beginSession, sessionQuery, type Session } from '../api/session.ts'
import { Callout } from '../parts/callout.tsx'
import { CopyBlock } from '../parts/copy.tsx'
import { Loading, Skeleton } from '../parts/skeleton.tsx'
import { Door } from '../sign-in/door.tsx'
import { passkeysWork, signInByPasskey } from '../sign-in/passkey.ts'
import { goToProvider, ownPath } from '../sign-in/provider.ts'
import { WaysIn } from '../sign-in/ways-in.tsx'

const route = getRouteApi('/sign-in')

export default function SignInPage() {
  const { to } = route.useSearch()
  const router = useRouter()
  const { data: session, error } = useQuery({ ...sessionQuery, staleTime: 0 })
  const inside = session?.signedIn === true
  useEffect(() => {
    if (inside) router.history.replace(ownPath(to))
  }, [inside, to, router])

  if (error)
    return (
      <Door title="Sign in">
        <Callout tone="bad" alert>
          {error.message}
        </Callout>
      </Door>
    )
  if (!session || session.signedIn)
    return (
      <Door title="Sign in" organisation={session?.organisation.name}>
        <Loading>
          <Skeleton className="h-11" />
        </Loading>
      </Door>
    )
  return session.firstAdminWanted ? <NoAdminYet /> : <Ways session={session} to={to} />
}

/** Why the session that there was is none any more. */
const ENDED: Readonly<Record<string, string>> = {
  expired: 'Your session ended because it had not been used for a while, or after twelve hours.',
  revoked: 'Your session was ended from another place, or your access changed.',
  replayed:
    'Somebody used an old copy of your session. It was refused and recorded; tell whoever looks after Hubward.',
}

function Ways({
  session,
  to,
}: {
  session: Extract<Session, { signedIn: false }>
  to: string | undefined
}) {
  const ended = session.ended === null ? undefined : ENDED[session.ended]
  return (
    <Door
      title="Sign in"
      organisation={session.organisation.name}
      foot="No account yet, or no passkey on this device? Ask an admin for an invitation link."
    >
      {ended !== undefined && (
        <Callout tone={session.ended === 'replayed' ? 'bad' : 'plain'}>{ended}</Callout>
      )}
      {!passkeysWork() && (
        <Callout tone="warn">
          This browser offers no passkeys here. They need HTTPS or localhost, and a browser of the
          last years.
        </Callout>
      )}
      <WaysIn
        providers={session.providers}
        passkey={{
          label: 'Sign in with a passkey',
          act: async () => beginSession(await signInByPasskey()),
        }}
        onProvider={(provider) =>
          goToProvider({ provider, purpose: 'sign_in', ...(to && { returnTo: ownPath(to) }) })
        }
      />
    </Door>
  )
}

const NoAdminYet = () => (
  <Door
    title="Hubward waits for its first admin"
    text="Whoever runs it has a link for that: it was printed where Hubward was started, works once, and for 15 minutes."
  >
    <p className="text-soft">The link is too old? Print another one on that machine:</p>
    <CopyBlock label="Command" text="npx hubward admin-link" />
  </Door>
)
