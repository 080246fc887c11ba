/** Activity: the audit as a chart and a list that one filters, searches, and looks into. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, type ReactNode } from 'react'
import { EventDrawer } from '../activity/event-drawer.tsx'
import { EventList } from '../activity/event-list.tsx'
import { ExportLink } from '../activity/export-link.tsx'
import { FilterBar } from '../activity/filter-bar.tsx'
import { beyondChart, filterOf, type Filter } from '../activity/filter.ts'
import { useNames } from '../activity/names.ts'
import { SavedFilters } from '../activity/saved-filters.tsx'
import { Timeline } from '../activity/timeline.tsx'
import { useFeed } from '../activity/use-feed.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'

const route = getRouteApi('/app/activity')

export default function ActivityPage(): ReactNode {
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/activity' })
  const filter = useMemo(() => filterOf(search), [search])
  const feed = useFeed(filter)
  const names = useNames()
  const { rows } = feed

  const go = useCallback(
    (next: Filter, replace = false) =>
      void navigate({
        search: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')),
        replace,
        resetScroll: false,
      }),
    [navigate],
  )
  const set = useCallback((values: Filter) => go({ ...filter, ...values }), [go, filter])
  // Letter by letter is no step that one goes back by.
  const look = useCallback((q: string) => go({ ...filter, q }, true), [go, filter])

  const openSequence = search.event === undefined ? undefined : Number(search.event)
  /** The address says the event's own page, so that it can be handed on; here it is a drawer. */
  const open = useCallback(
    (sequence: number, replace = false) =>
      void navigate({
        search: { ...filter, event: String(sequence) },
        mask: { to: '/activity/$sequence', params: { sequence: String(sequence) } },
        replace,
        resetScroll: false,
      }),
    [navigate, filter],
  )
  const onGo = useCallback((sequence: number) => open(sequence, true), [open])
  const at = rows.findIndex(({ sequence }) => sequence === openSequence)
  const filtered = Object.keys(filter).length > 0

  return (
    <Page
      title="Activity"
      text="Every call and every change, as it was recorded. Nothing here can be edited."
      width="full"
      actions={
        <>
          <SavedFilters filter={filter} onApply={(next) => go(next)} />
          <ExportLink query={feed.feed.query} filtered={filtered} />
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Timeline query={feed.feed.query} beyond={beyondChart(filter)} onZoom={set} />
        <EventList
          feed={feed}
          openSequence={openSequence}
          onOpen={open}
          bar={<FilterBar filter={filter} names={names} onSet={set} onSearch={look} />}
          empty={
            filtered ? (
              <EmptyState
                drawing="search"
                title="Nothing was recorded that fits"
                actions={<Button onClick={() => go({})}>Clear all filters</Button>}
              >
                The whole log was searched. Fewer filters find more.
              </EmptyState>
            ) : (
              <EmptyState
                drawing="activity"
                title="Nothing was recorded yet"
                actions={<ButtonLink to="/connect-your-ai">Connect your AI</ButtonLink>}
              >
                Every call of an AI or a program, and every change an admin makes, will stand here.
              </EmptyState>
            )
          }
        />
      </div>
      {openSequence !== undefined && Number.isSafeInteger(openSequence) && (
        <EventDrawer
          sequence={openSequence}
          newer={at > 0 ? rows[at - 1]?.sequence : undefined}
          older={at < 0 ? undefined : rows[at + 1]?.sequence}
          onGo={onGo}
          onClose={() => go(filter)}
        />
      )}
    </Page>
  )
}
