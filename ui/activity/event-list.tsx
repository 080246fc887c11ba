/**
 * The list of events (TanStack Virtual over the window's own scrolling): a table where there is
 * room, cards on a phone. One row at a time is in the tab order; arrows, Page and Home walk on.
 */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import { Button } from '../parts/button.tsx'
import { Callout } from '../parts/callout.tsx'
import { cx } from '../parts/cx.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { Icon, Spinner } from '../parts/icon.tsx'
import { BlankRows, SkeletonRows } from '../parts/skeleton.tsx'
import { Moment } from '../parts/time.tsx'
import { useNarrow } from '../parts/use-narrow.ts'
import { rangeWith } from '../parts/use-row-window.ts'
import { CARD_PX, COLUMNS, EventRow, ROW_PX } from './event-row.tsx'
import type { FeedInUse } from './use-feed.ts'

interface EventListProps {
  readonly feed: FeedInUse
  /** Stays in view above the rows. */
  readonly bar: ReactNode
  /** Which one's details are shown. */
  readonly openSequence: number | undefined
  readonly onOpen: (sequence: number) => void
  /** Where there is nothing. */
  readonly empty: ReactNode
}

const HEADS = ['Time', 'Who', 'What', 'Connection', 'Door', 'Result', 'Took'] as const
/** As the cells below them. */
const WIDE_ONLY: Record<string, string> = {
  Door: 'hidden 2xl:block',
  Took: 'hidden xl:block text-right',
}
/** Fetched when this many rows from the end come into view: before anybody sees it. */
const AHEAD = 80

export function EventList({ feed, bar, openSequence, onOpen, empty }: EventListProps) {
  const { rows } = feed
  const narrow = useNarrow()
  const list = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState({ list: 0, head: 0 })
  const [current, setCurrent] = useState(0)
  // While the focus is in the list, its row stays drawn wherever one scrolls: with it the focus would go.
  const [held, setHeld] = useState(false)
  useLayoutEffect(() => {
    const measure = (): void => {
      const next = {
        list: (list.current?.getBoundingClientRect().top ?? 0) + scrollY,
        head: head.current?.offsetHeight ?? 0,
      }
      setTop((now) => (now.list === next.list && now.head === next.head ? now : next))
    }
    measure()
    // What stands above the list grows and shrinks: the chart arrives, chips wrap.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    if (head.current) observer.observe(head.current)
    return () => observer.disconnect()
  }, [])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (narrow ? CARD_PX : ROW_PX),
    overscan: 16,
    scrollMargin: top.list,
    scrollPaddingStart: top.head + 60,
    scrollPaddingEnd: 16,
    rangeExtractor: (range) => rangeWith(range, held ? current : undefined),
    getItemKey: (at) => rows[at]?.sequence ?? at,
  })
  useEffect(() => virtual.measure(), [narrow, virtual])
  const items = virtual.getVirtualItems()
  const first = virtual.range?.startIndex ?? 0
  const last = virtual.range?.endIndex ?? -1
  useEffect(() => {
    if (last >= rows.length - AHEAD) feed.feed.older()
  }, [last, rows.length, feed.feed, feed.state])
  const inOrder = held || (current >= first && current <= last) ? current : first

  const { length } = rows
  const walk = useCallback(
    (from: number, event: KeyboardEvent): void => {
      const height = narrow ? CARD_PX : ROW_PX
      const page = Math.max(1, Math.floor((innerHeight - top.head) / height) - 2)
      const steps: Record<string, number> = {
        ArrowDown: 1,
        ArrowUp: -1,
        PageDown: page,
        PageUp: -page,
        Home: -length,
      }
      const step = steps[event.key]
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      const next = Math.min(length - 1, Math.max(0, from + step))
      setCurrent(next)
      virtual.scrollToIndex(next, { align: 'auto' })
      focusRow(list.current, next)
    },
    [narrow, top.head, length, virtual],
  )

  return (
    <section aria-label="Events" className="rounded-lg border border-line bg-surface shadow-card">
      <div
        ref={head}
        data-stays="top"
        className="sticky top-13 z-10 rounded-t-lg border-b border-line bg-surface lg:top-0"
      >
        {bar}
        {!narrow && (rows.length > 0 || isFetching(feed)) && (
          <div
            aria-hidden="true"
            className={cx(
              COLUMNS,
              'h-9 border-t border-line text-[0.8125rem] font-medium text-faint',
            )}
          >
            {HEADS.map((name) => (
              <span key={name} className={WIDE_ONLY[name]}>
                {name}
              </span>
            ))}
          </div>
        )}
      </div>
      <NewerPill feed={feed} offset={top.head} />
      <div
        ref={list}
        onBlur={({ relatedTarget, currentTarget }) =>
          relatedTarget && !currentTarget.contains(relatedTarget) && setHeld(false)
        }
        role={narrow ? 'list' : 'table'}
        aria-label="Events, newest first"
        {...(!narrow && { 'aria-rowcount': -1 })}
      >
        {!narrow && rows.length > 0 && (
          <div role="row" aria-rowindex={1} className="sr-only">
            {HEADS.map((name) => (
              <span key={name} role="columnheader" className={WIDE_ONLY[name]}>
                {name}
              </span>
            ))}
          </div>
        )}
        <div
          role={narrow ? 'presentation' : 'rowgroup'}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map((item) => {
            const one = rows[item.index]
            return (
              one && (
                <div
                  key={item.key}
                  role="presentation"
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start - top.list}px)` }}
                >
                  <EventRow
                    one={one}
                    at={item.index}
                    focusable={item.index === inOrder}
                    open={one.sequence === openSequence}
                    narrow={narrow}
                    onOpen={onOpen}
                    onWalk={walk}
                    onCurrent={(at) => {
                      setCurrent(at)
                      setHeld(true)
                    }}
                  />
                </div>
              )
            )
          })}
        </div>
      </div>
      <Foot feed={feed} empty={empty} />
    </section>
  )
}

/** The row may have to be drawn first. */
function focusRow(list: HTMLElement | null, at: number, tries = 6): void {
  const row = list?.querySelector<HTMLElement>(`a[data-at="${at}"]`)
  if (row) row.focus({ preventScroll: true })
  else if (tries > 0) requestAnimationFrame(() => focusRow(list, at, tries - 1))
}

/** What was recorded meanwhile waits behind a button: it never moves what is being read. */
function NewerPill({ feed, offset }: { feed: FeedInUse; offset: number }) {
  const { newer, manyNewer, rows } = feed
  if (rows.length === 0 && newer.length === 0) return null
  return (
    <div
      className="pointer-events-none sticky z-10 flex h-0 justify-center"
      style={{ top: `calc(var(--bar, 0px) + ${offset + 10}px)` }}
    >
      <span role="status" className="sr-only">
        {newer.length > 0 ? 'There are new events.' : ''}
      </span>
      {newer.length > 0 && (
        <button
          type="button"
          onClick={() => {
            if (manyNewer) feed.restart()
            else feed.feed.showNewer()
            scrollTo({ top: 0 })
          }}
          className="pop-in pointer-events-auto mt-2.5 flex h-8 items-center gap-1.5 rounded-full bg-accent px-3.5 text-[0.8125rem] font-medium text-accent-ink shadow-pop hover:bg-accent-strong"
        >
          <Icon name="arrow-up" size={15} />
          {manyNewer ? `${newer.length}+` : newer.length} new{' '}
          {newer.length === 1 ? 'event' : 'events'}
        </button>
      )}
    </div>
  )
}

/** The first rows are on their way: their heads stand already, so that nothing moves when they come. */
const isFetching = ({ state, refusal, paused, searchedBack }: FeedInUse): boolean =>
  state !== 'all' && !refusal && !paused && searchedBack === null

function Foot({ feed, empty }: { feed: FeedInUse; empty: ReactNode }) {
  const { state, rows, refusal, searchedBack, paused } = feed
  if (refusal)
    return (
      <div className="p-4">
        <Callout
          tone="bad"
          alert
          title={
            rows.length > 0 ? 'The rest could not be fetched' : 'The events could not be fetched'
          }
          actions={
            <Button size="small" icon="refresh" onClick={feed.feed.goOn}>
              Try again
            </Button>
          }
        >
          {refusal.message}
        </Callout>
      </div>
    )
  if (state === 'all')
    return rows.length > 0 ? (
      <p className="px-4 py-6 text-center text-[0.8125rem] text-faint">
        That is all
        {Object.keys(feed.feed.query).length > 0 ? ' that fits' : ': the log begins here'}.
      </p>
    ) : (
      empty
    )
  const reached = searchedBack !== null && (
    <>
      {' '}
      so far back to <Moment at={searchedBack} />
    </>
  )
  if (paused)
    return (
      <EmptyState
        drawing="search"
        title="Nothing found yet"
        actions={<Button onClick={feed.feed.goOn}>Search further back</Button>}
      >
        Searched{reached}. A person, a connection or a time range makes a search quicker.
      </EmptyState>
    )
  if (searchedBack === null)
    return rows.length === 0 ? (
      <SkeletonRows rows={12} />
    ) : (
      // Anew with each page: the next rows come where these stand, and nothing is pushed down.
      <div key={rows.length}>
        <BlankRows rows={4} />
      </div>
    )
  return (
    <p
      role="status"
      className="flex h-16 items-center justify-center gap-2 px-4 text-[0.8125rem] text-faint"
    >
      <Spinner size={14} />
      <span>Searching,{reached}</span>
    </p>
  )
}
