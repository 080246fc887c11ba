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
import { ownPath } from '../sign-in/provider.ts'

const at = getRouteApi('/sign-in/callback/$callback')
type Completed = Answer<'POST /api/v1/sign-in/oidc/complete'>

/** An answer is good once; React asks twice in development. */
const completed = new Map<string, Promise<Completed>>()

function complete(callback: string, query: string): Promise<Completed> {
  const known = completed.get(query)
  const asked = known ?? api('POST /api/v1/sign-in/oidc/complete', { body: { callback, query } })
  completed.set(query, asked)
  return asked
}

export default function SignInCallbackPage() {
  const router = useRouter()
  const { callback } = at.useParams()
  const [refused, setRefused] = useState<string>()
  useEffect(() => {
    complete(callback, location.search).then(
      ({ session, returnTo, purpose }) => {
        beginSession(session)
        router.history.replace(ownPath(returnTo ?? (purpose === 'link' ? '/account' : '/')))
      },
      (thrown: unknown) => setRefused(refusalOf(thrown).message),
    )
  }, [router, callback])
  if (refused === undefined)
    return (
      <Door title="Signing in" text="Your identity provider has answered; one moment.">
        <Progress label="Signing in" />
      </Door>
    )
  return (
    <Door title="That did not work">
      <Callout tone="bad" alert>
        {refused}
      </Callout>
      <ButtonLink to="/sign-in" look="primary">
        Back to signing in
      </ButtonLink>
    </Door>
  )
}
