/** What is shown instead of a page: it failed, it does not exist, or one may not see it. */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { refusalOf } from '../api/refusal.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { useDocumentTitle } from '../parts/page.tsx'

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
