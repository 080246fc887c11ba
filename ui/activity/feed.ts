/**
 * The events of one filter as far as they were fetched: older ones page by page from the end, newer
 * ones kept aside until they are wanted, so that nothing that is being read ever moves. A search
 * that found nothing yet goes on by itself for a while and says how far it came.
 */
import { api } from '../api/api.ts'
import { refusalOf, type Refusal } from '../api/refusal.ts'
import type { Recorded } from './event-words.ts'
import { queryOf, type AuditQuery, type Filter } from './filter.ts'

export interface FeedState {
  readonly rows: readonly Recorded[]
  /** Recorded since; shown by `showNewer`. */
  readonly newer: readonly Recorded[]
  /** There are more new ones than are kept. */
  readonly manyNewer: boolean
  readonly state: 'more' | 'fetching' | 'all' | 'refused'
  readonly refusal: Refusal | undefined
  /** How far back the search came without filling a page. */
  readonly searchedBack: string | null
  /** It stopped to ask whether it should go on. */
  readonly paused: boolean
}

export interface Feed {
  readonly query: AuditQuery
  get(): FeedState
  subscribe(listener: () => void): () => void
  older(): void
  /** After `paused`, or a refusal. */
  goOn(): void
  checkNewer(): Promise<number>
  showNewer(): void
}

/** Two screens' worth; measured at 20 to 60 ms a page over a million events. */
const PAGE = 150
const KEPT = 500
/** Empty pages in a row before somebody is asked. */
const PATIENCE = 40

export function createFeed(filter: Filter, now: Date): Feed {
  const query = queryOf(filter, now)
  const listeners = new Set<() => void>()
  let state: FeedState = {
    rows: [],
    newer: [],
    manyNewer: false,
    state: 'more',
    refusal: undefined,
    searchedBack: null,
    paused: false,
  }
  let before: number | undefined
  let cursor: number | undefined
  let barren = 0
  const set = (next: Partial<FeedState>): void => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }

  const fetchOlder = async (): Promise<void> => {
    set({ state: 'fetching', refusal: undefined })
    try {
      const page = await api('GET /api/v1/audit', {
        query: { ...query, limit: PAGE, ...(before !== undefined && { before }) },
      })
      cursor ??= page.previous ?? 0
      before = page.next ?? undefined
      barren = page.items.length === 0 ? barren + 1 : 0
      const paused = barren >= PATIENCE
      set({
        rows: [...state.rows, ...page.items],
        state: page.next === null ? 'all' : 'more',
        searchedBack: page.searchedTo?.at ?? null,
        paused,
      })
      // Nobody scrolls in an empty list: it fills itself.
      if (page.next !== null && page.searchedTo !== null && !paused) await fetchOlder()
    } catch (thrown) {
      set({ state: 'refused', refusal: refusalOf(thrown) })
    }
  }

  const older = (): void => {
    if (state.state === 'more' && !state.paused) void fetchOlder()
  }

  return {
    query,
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    older,
    goOn() {
      barren = 0
      set({ state: 'more', paused: false })
      older()
    },
    async checkNewer() {
      // A window that ended in the past has no news.
      if (cursor === undefined || query.to !== undefined || state.manyNewer)
        return state.newer.length
      const page = await api('GET /api/v1/audit', {
        query: { ...query, limit: 200, after: cursor },
      })
      cursor = page.previous ?? cursor
      if (page.items.length > 0) {
        const newer = [...page.items, ...state.newer]
        set({ newer, manyNewer: newer.length >= KEPT })
      }
      return state.newer.length
    },
    showNewer() {
      set({ rows: [...state.newer, ...state.rows], newer: [], manyNewer: false })
    },
  }
}
