import { authorise, type Context } from '../context.ts'
import type { AuditFilter, RecordedEvent } from './ports.ts'

export interface PageAsked {
  readonly limit: number
  readonly before?: number | undefined
  readonly after?: number | undefined
}

export interface EventPage {
  /** Newest first, whichever way was asked. */
  readonly events: readonly RecordedEvent[]
  /** Pass as `before` for older ones; `null` at the end. */
  readonly next: number | null
  /** Pass as `after` for newer ones; `null` where there was nothing at all. */
  readonly previous: number | null
  /** Where the search stopped for the sake of time, with a page that is not full. */
  readonly searchedTo: { readonly sequence: number; readonly at: Date | null } | null
}

/** A page answers within 200 ms; what the search may take of that. */
const SEARCH_BUDGET_MS = 90

/**
 * The audit, newest first, at most `limit` (1 to 500) events: the newest, those before one, or those
 * directly above one. A search that would take too long ends early and says how far it came.
 */
export async function listEvents(
  ctx: Context,
  filter: AuditFilter,
  page: PageAsked,
): Promise<EventPage> {
  authorise(ctx, 'read', 'audit')
  const { audit } = ctx.store.read
  const limit = Math.min(Math.max(1, page.limit), 500)
  const { before, after } = page
  const { events, searchedTo } = await audit.search(filter, {
    limit,
    budgetMs: SEARCH_BUDGET_MS,
    ...(after !== undefined ? { after } : before !== undefined && { before }),
  })
  const first = events[0]?.sequence
  const last = events.at(-1)?.sequence
  const up = after !== undefined
  const stopped = events.length < limit ? searchedTo : null
  return {
    events,
    next: up ? (last ?? after + 1) : searchedTo,
    previous: up
      ? (searchedTo ?? first ?? after)
      : (first ?? (before === undefined ? searchedTo : before - 1)),
    searchedTo: stopped === null ? null : { sequence: stopped, at: await timeOf(ctx, stopped) },
  }
}

async function timeOf(ctx: Context, sequence: number): Promise<Date | null> {
  const [nearest] = await ctx.store.read.audit.list({}, { limit: 1, before: sequence + 1 })
  return nearest ? new Date(nearest.event.at) : null
}
