/** The feed of a filter for as long as the filter stays; the last one survives a look at another page. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { createFeed, type Feed, type FeedState } from './feed.ts'
import { FILTER_NAMES, type Filter, type FilterName } from './filter.ts'

/** Older than this one starts anew. */
const KEPT_MS = 300_000

let last: { readonly key: string; readonly feed: Feed; readonly at: number } | undefined

function feedFor(key: string, generation: number): Feed {
  const now = Date.now()
  const whole = `${generation}${key}`
  if (last?.key !== whole || now - last.at > KEPT_MS) {
    const filter = Object.fromEntries(JSON.parse(key) as [FilterName, string][])
    last = { key: whole, feed: createFeed(filter, new Date(now)), at: now }
  }
  return last.feed
}

export interface FeedInUse extends FeedState {
  readonly feed: Feed
  /** From the newest event again. */
  restart(): void
}

export function useFeed(filter: Filter): FeedInUse {
  // In one order, so that equal filters are equal texts.
  const key = JSON.stringify(
    FILTER_NAMES.flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]]])),
  )
  const [generation, setGeneration] = useState(0)
  const feed = useMemo(() => feedFor(key, generation), [key, generation])
  const state = useSyncExternalStore(feed.subscribe, feed.get)
  useEffect(() => {
    if (feed.get().rows.length === 0) feed.older()
  }, [feed])
  // The topic is what live events of calls make old (`api/live.ts`).
  useQuery({
    queryKey: ['audit', 'newer', key, generation],
    queryFn: () => feed.checkNewer(),
    enabled: state.state !== 'refused',
    gcTime: 0,
    retry: false,
  })
  return {
    ...state,
    feed,
    restart: () => setGeneration((one) => one + 1),
  }
}
