/** Where an identity provider sends the browser back: hands its answer on, then the page is left. */
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { refusalOf } from '../api/refusal.ts'
import { beginSession } from '../api/session.ts'
import { ButtonLink } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { Progress } from '../parts/progress.tsx'
import { Door } from '../sign-in/door.tsx'
import { keepInvitation, keptInvitation } from '../sign-in/invitation-kept.ts'
import { isAwaited, tellOutcome } from '../sign-in/provider-window.ts'
import { ownPath } from '../sign-in/provider.ts'

const at = getRouteApi('/sign-in/callback/$callback')
type Completed = Answer<'POST /api/v1/sign-in/oidc/complete'>
/** Told to the page that waits, or this one's own to act on. */
type Settled = 'told' | Completed

/** An answer is good once; React asks twice in development. */
const settled = new Map<string, Promise<Settled>>()

function settle(callback: string, query: string): Promise<Settled> {
  const known = settled.get(query)
  const asked = known ?? complete(callback, query)
  settled.set(query, asked)
  return asked
}

/** @throws Refusal where no other page waits to hear of it */
async function complete(callback: string, query: string): Promise<Settled> {
  const awaited = await isAwaited(query)
  try {
    const body = { callback, query }
    const completed = await api('POST /api/v1/sign-in/oidc/complete', { body })
    if (!awaited) return completed
    tellOutcome(query, { refused: null })
  } catch (thrown) {
    if (!awaited) throw thrown
    tellOutcome(query, { refused: refusalOf(thrown).message })
  }
  return 'told'
}

export default function SignInCallbackPage() {
  const router = useRouter()
  const { callback } = at.useParams()
  const [refused, setRefused] = useState<string>()
  const [told, setTold] = useState(false)
  useEffect(() => {
    settle(callback, location.search).then(
      (done) => {
        if (done === 'told') {
          setTold(true)
          return close()
        }
        const { session, returnTo, purpose } = done
        keepInvitation(undefined)
        beginSession(session)
        router.history.replace(ownPath(returnTo ?? (purpose === 'link' ? '/account' : '/')))
      },
      (thrown: unknown) => setRefused(refusalOf(thrown).message),
    )
  }, [router, callback])
  // Some browsers close no window that has been elsewhere.
  if (told)
    return (
      <Door
        title="Back to the page that asked"
        text="It goes on in its own window. You can close this one."
      >
        {null}
      </Door>
    )
  if (refused === undefined)
    return (
      <Door title="Signing in" text="Your identity provider has answered; one moment.">
        <Progress label="Signing in" />
      </Door>
    )
  const invitation = keptInvitation()
  return (
    <Door title="That did not work">
      <Callout tone="bad" alert>
        {refused}
      </Callout>
      {invitation === undefined ? (
        <ButtonLink to="/sign-in" look="primary">
          Back to signing in
        </ButtonLink>
      ) : (
        <ButtonLink to="/welcome" hash={invitation} look="primary">
          Back to your invitation
        </ButtonLink>
      )}
    </Door>
  )
}
