import { authorise, type Context } from '../context.ts'
import type { AuditFilter, RecordedEvent } from '../ports.ts'

export interface EventPage {
  readonly events: readonly RecordedEvent[]
  /** Pass as `before` for the next, older page; `null` at the end. */
  readonly next: number | null
}

/** The audit, newest first, at most `limit` (1 to 500) events. */
export async function listEvents(
  ctx: Context,
  filter: AuditFilter,
  page: { limit: number; before?: number },
): Promise<EventPage> {
  authorise(ctx, 'read', 'audit')
  const limit = Math.min(Math.max(1, page.limit), 500)
  const events = await ctx.store.read.audit.list(filter, { ...page, limit })
  return { events, next: events.length === limit ? (events.at(-1)?.sequence ?? null) : null }
}
