/** One event beside the list, which stays where it was; arrows go through the list from here too. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ButtonLink, IconButton } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { cx } from '../parts/cx.ts'
import { Drawer } from '../parts/dialog.tsx'
import { Loading, Skeleton } from '../parts/skeleton.tsx'
import { EventDetail } from './event-detail.tsx'
import { eventQuery } from './event-query.ts'
import { eventOf, titleOf } from './event-words.ts'

interface DrawerProps {
  readonly sequence: number
  readonly onClose: () => void
  /** `undefined` at the end of what was fetched. */
  readonly newer: number | undefined
  readonly older: number | undefined
  readonly onGo: (sequence: number) => void
}

export function EventDrawer({ sequence, onClose, newer, older, onGo }: DrawerProps) {
  const { data, error } = useQuery(eventQuery(sequence))
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const to = { k: newer, j: older }[event.key]
      if (to !== undefined) onGo(to)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [newer, older, onGo])
  return (
    <Drawer
      open
      onClose={onClose}
      title={
        data === undefined ? (
          'Event'
        ) : (
          <span className={cx('break-words', data.event.type === 'call' && 'font-mono')}>
            {titleOf(eventOf(data))}
          </span>
        )
      }
      actions={
        <>
          <span className="mr-auto flex gap-1">
            <IconButton
              icon="up"
              label="Newer event (K)"
              size="small"
              disabled={newer === undefined}
              onClick={() => newer !== undefined && onGo(newer)}
            />
            <IconButton
              icon="down"
              label="Older event (J)"
              size="small"
              disabled={older === undefined}
              onClick={() => older !== undefined && onGo(older)}
            />
          </span>
          <ButtonLink
            to="/activity/$sequence"
            params={{ sequence: String(sequence) }}
            size="small"
            icon="external"
          >
            Open as a page
          </ButtonLink>
        </>
      }
    >
      {data ? (
        <EventDetail recorded={data} />
      ) : error ? (
        <Callout tone="bad" alert>
          {error.message}
        </Callout>
      ) : (
        <Loading>
          <Skeleton className="h-52" />
          <Skeleton className="mt-7 h-72" />
        </Loading>
      )}
    </Drawer>
  )
}
