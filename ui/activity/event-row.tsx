/** One event in the list: columns where there is room, a card of three lines on a phone. */
import { memo, type KeyboardEvent, type MouseEvent } from 'react'
import { Badge } from '../parts/badge.tsx'
import { cx } from '../parts/cx.ts'
import { changeTitle } from './change-words.ts'
import {
  doorOf,
  duration,
  eventOf,
  outcomeOf,
  titleOf,
  whoOf,
  type Recorded,
} from './event-words.ts'

/** Where the window is not wide, the door and the time taken stay away. */
export const COLUMNS =
  'grid grid-cols-[8.5rem_minmax(6rem,1fr)_minmax(0,3fr)_minmax(7.5rem,0.8fr)_minmax(10.5rem,1.1fr)] xl:grid-cols-[8.5rem_minmax(6rem,1fr)_minmax(0,3fr)_minmax(7.5rem,0.8fr)_minmax(10.5rem,1.1fr)_4.5rem] 2xl:grid-cols-[8.5rem_minmax(6rem,1fr)_minmax(0,3fr)_minmax(7.5rem,0.8fr)_6.5rem_minmax(10.5rem,1.1fr)_4.5rem] gap-x-4 items-center px-4'

export const ROW_PX = 44
export const CARD_PX = 88

const TIME = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

interface RowProps {
  readonly one: Recorded
  readonly at: number
  readonly focusable: boolean
  readonly open: boolean
  readonly narrow: boolean
  readonly onOpen: (sequence: number) => void
  readonly onWalk: (at: number, event: KeyboardEvent) => void
  readonly onCurrent: (at: number) => void
}

export const EventRow = memo(function EventRow({
  one,
  at,
  focusable,
  open,
  narrow,
  onOpen,
  onWalk,
  onCurrent,
}: RowProps) {
  const event = eventOf(one)
  const outcome = outcomeOf(event)
  const time = (
    <time dateTime={event.at} title={event.at} className="text-soft tabular-nums">
      {TIME.format(new Date(event.at))}
    </time>
  )
  const what =
    event.type === 'call' ? (
      <>
        <span className="font-mono text-[0.8125rem]">{titleOf(event)}</span>
        {event.operation !== null && !narrow && (
          <span className="ml-2 text-faint" title={event.path}>
            {event.tool ?? event.path}
          </span>
        )}
      </>
    ) : (
      <>
        {changeTitle(event)} <span className="font-medium">{event.targetName}</span>
      </>
    )
  const link = (
    <a
      href={`/activity/${one.sequence}`}
      data-at={at}
      tabIndex={focusable ? 0 : -1}
      onFocus={() => onCurrent(at)}
      onKeyDown={(press) => onWalk(at, press)}
      onClick={(click) => {
        // With a key held the browser opens the event's own page.
        if (held(click)) return
        click.preventDefault()
        onOpen(one.sequence)
      }}
      className="block truncate outline-none after:absolute after:inset-0 after:content-[''] focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      {what}
    </a>
  )
  const result = (
    <Badge tone={outcome.tone}>
      {outcome.word}
      {event.type === 'call' && event.decision === 'permitted' && (
        <span className="tabular-nums">{outcome.detail}</span>
      )}
    </Badge>
  )
  const where = event.type === 'call' ? event.connectionName : null
  const ground = cx('relative border-b border-line hover:bg-hover', open && 'bg-accent-wash')

  if (narrow)
    return (
      <div
        role="listitem"
        className={cx(ground, 'flex flex-col justify-center gap-1 px-4')}
        style={{ height: CARD_PX }}
      >
        <div className="flex items-center gap-3">
          <div className="min-w-0 grow font-medium">{link}</div>
          {result}
        </div>
        <p className="truncate">
          {whoOf(event)}
          {where !== null && <span className="text-faint"> on {where}</span>}
        </p>
        <p className="truncate text-[0.8125rem] text-faint">
          {time} · {doorOf(event)}
          {event.type === 'call' && ` · ${duration(event.durationMs)}`}
        </p>
      </div>
    )
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      className={cx(ground, COLUMNS)}
      style={{ height: ROW_PX }}
    >
      <div role="cell" className="truncate">
        {time}
      </div>
      <div role="cell" className={cx('truncate', event.principalName === null && 'text-faint')}>
        {whoOf(event)}
      </div>
      {where === null ? (
        <div role="cell" aria-colspan={2} className="col-span-2 min-w-0">
          {link}
        </div>
      ) : (
        <>
          <div role="cell" className="min-w-0">
            {link}
          </div>
          <div role="cell" className="truncate text-soft">
            {where}
          </div>
        </>
      )}
      <div role="cell" className="hidden truncate text-soft 2xl:block">
        {doorOf(event)}
      </div>
      <div role="cell" className="flex min-w-0 items-center gap-2">
        {result}
        {event.type === 'call' && event.decision === 'refused' && (
          <span className="truncate text-xs text-soft" title={event.reason ?? ''}>
            {outcome.detail}
          </span>
        )}
      </div>
      <div role="cell" className="hidden text-right text-soft tabular-nums xl:block">
        {event.type === 'call' && duration(event.durationMs)}
      </div>
    </div>
  )
})

const held = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean => ctrlKey || metaKey || shiftKey
