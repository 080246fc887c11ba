/** The bell: how many notices are unread, and the way to them. Kept current by the live stream. */
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ask } from '../api/queries.ts'
import { Icon } from '../parts/icon.tsx'

const Inbox = lazy(() => import('./inbox.tsx'))

export const inboxQuery = ask('GET /api/v1/notices')

export function Bell() {
  const { data } = useQuery(inboxQuery)
  const [open, setOpen] = useState(false)
  const unread = data?.unread ?? 0
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={unread === 0 ? 'Notices' : `Notices, ${unread} unread`}
        className="relative grid size-9 shrink-0 place-items-center rounded-md text-soft hover:bg-hover hover:text-ink"
      >
        <Icon name="bell" />
        {unread > 0 && (
          <span
            aria-hidden="true"
            className="absolute top-0.5 right-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-[0.625rem] leading-4 font-semibold text-accent-ink tabular-nums"
          >
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </button>
      {open && (
        <Suspense>
          <Inbox onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
