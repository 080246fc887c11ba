/** What is shown instead of a page: it failed, it does not exist, or one may not see it. */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useContext, useEffect } from 'react'
import { refusalOf } from '../api/refusal.ts'
import { SessionContext } from '../api/session.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { useDocumentTitle } from '../parts/page.tsx'
import { ROLES } from '../people/roles.ts'

/** A new release replaced the files that this window still names. */
const OUTDATED = /dynamically imported module|module script|Importing a module/i

export function PageFault({ error, reset }: { error: unknown; reset?: () => void }) {
  useDocumentTitle('Something went wrong')
  const router = useRouter()
  const client = useQueryClient()
  const refusal = refusalOf(error)
  const outdated = OUTDATED.test(refusal.message)
  useEffect(() => {
    const retry = (): void => void router.invalidate()
    addEventListener('online', retry)
    return () => removeEventListener('online', retry)
  }, [router])

  const again = (): void => {
    if (outdated) return location.reload()
    void client.resetQueries().then(
      () => router.invalidate(),
      () => undefined,
    )
    reset?.()
  }
  if (refusal.code === 'auth.forbidden') return <NotForRole />
  return (
    <EmptyState
      whole
      drawing="lost"
      title={outdated ? 'Hubward was updated' : 'This page could not be shown'}
      actions={
        <>
          <Button look="primary" icon="refresh" onClick={again}>
            {outdated ? 'Load the new version' : 'Try again'}
          </Button>
          <ButtonLink to="/">Home</ButtonLink>
        </>
      }
    >
      {outdated ? 'This window still shows the old version.' : refusal.message}
      {refusal.correlationId !== undefined && (
        <span className="mt-2 block text-xs text-faint">
          In the log under <code>{refusal.correlationId}</code>
        </span>
      )}
    </EmptyState>
  )
}

/** A page about what the role may not see, reached by a link or an address that somebody passed on. */
export function NotForRole() {
  useDocumentTitle('Not for your role')
  const session = useContext(SessionContext)
  return (
    <EmptyState
      whole
      drawing="gate"
      title="This page is not for your role"
      actions={
        <ButtonLink to="/" look="primary">
          Home
        </ButtonLink>
      }
    >
      It shows the whole organisation
      {session && `, and your role is ${ROLES[session.role].title.toLowerCase()}`}. Home says what
      you and your AI may do. If you need more, ask an admin for another role.
    </EmptyState>
  )
}

export const NoSuchPage = () => <NotFound what="page" />

/** For a page whose thing does not exist: "connection". */
export function NotFound({ what }: { what: string }) {
  useDocumentTitle('Not found')
  return (
    <EmptyState
      whole
      drawing="lost"
      title={`There is no such ${what}`}
      actions={
        <ButtonLink to="/" look="primary">
          Home
        </ButtonLink>
      }
    >
      It may have been renamed or removed, or the address was cut off on its way.
    </EmptyState>
  )
}
