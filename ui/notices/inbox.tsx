/** One's own notices beside the page: what happened, and where to see or mend it. */
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Item } from '../api/endpoints.ts'
import { useAct } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, ButtonLink, LINK } from '../parts/button.tsx'
import { cx } from '../parts/cx.ts'
import { Drawer } from '../parts/dialog.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { inboxQuery } from './bell.tsx'
import { useNamed } from './named.ts'
import { SEVERITIES } from './words.ts'

type Notice = Item<'GET /api/v1/notices'>

export default function Inbox({ onClose }: { onClose: () => void }) {
  const { data } = useQuery({ ...inboxQuery, throwOnError: true })
  const read = useAct('POST /api/v1/notices/read')
  const router = useRouter()
  const named = useNamed()
  const go = (notice: Notice, path: string): void => {
    if (notice.readAt === null) read.mutate({ body: { ids: [notice.id] } })
    onClose()
    router.history.push(path)
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title="Notices"
      text="What happened lately that concerns you."
      actions={
        <>
          <ButtonLink to="/account" onClick={onClose}>
            Choose what you get
          </ButtonLink>
          <Button
            look="primary"
            icon="check"
            disabled={!data || data.unread === 0}
            pending={read.isPending}
            onClick={() => read.mutate({ body: {} })}
          >
            Mark all as read
          </Button>
        </>
      }
    >
      {data === undefined ? (
        <SkeletonRows rows={4} />
      ) : data.items.length === 0 ? (
        <EmptyState drawing="calm" title="Nothing to tell">
          When a connection needs somebody, or a message does not arrive, it stands here.
        </EmptyState>
      ) : (
        <ul aria-label="Notices" className="-mx-5 -my-4 divide-y divide-line">
          {data.items.map((notice) => (
            <li
              key={notice.id}
              className={cx('px-5 py-4', notice.readAt === null && 'bg-accent-wash/40')}
            >
              <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <span className="font-medium">{notice.title}</span>
                {notice.severity !== 'info' && (
                  <Badge tone={SEVERITIES[notice.severity].tone}>
                    {SEVERITIES[notice.severity].word}
                  </Badge>
                )}
                {notice.readAt === null && <Badge tone="accent">new</Badge>}
              </div>
              <p className="mt-1 text-soft [overflow-wrap:anywhere]">{named(notice.text)}</p>
              <p className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-[0.8125rem] text-faint">
                <RelativeTime at={notice.raisedAt} />
                {notice.links.slice(0, 1).map((path) => (
                  <a
                    key={path}
                    href={path}
                    className={LINK}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey) return
                      event.preventDefault()
                      go(notice, path)
                    }}
                  >
                    Open
                    <span className="sr-only"> what “{notice.title}” is about</span>
                  </a>
                ))}
                {notice.readAt === null && (
                  <button
                    type="button"
                    className="underline-offset-2 hover:text-ink hover:underline"
                    onClick={() => read.mutate({ body: { ids: [notice.id] } })}
                  >
                    Mark as read
                    <span className="sr-only">: {notice.title}</span>
                  </button>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  )
}
