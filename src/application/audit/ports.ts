/** What the verbs need of the log: to add to it, and to find in it. It is never rewritten. */
import type { AuditEvent } from '../../domain/audit/event.ts'

export interface AuditFilter {
  readonly type?: 'call' | 'change'
  readonly principalId?: string
  readonly connectionId?: string
  /** Whose grant carried the call. */
  readonly groupId?: string
  readonly decision?: 'permitted' | 'refused'
  readonly door?: AuditEvent['door']
  /** First digit of the status that the caller got. */
  readonly statusClass?: 2 | 3 | 4 | 5
  readonly tool?: string
  readonly operation?: string
  /** What the operation's or action's name begins with. */
  readonly operationPrefix?: string
  /** Occurs in something that was recorded of the event; A–Z in any case. */
  readonly text?: string
  readonly from?: Date
  readonly to?: Date
}

/** An event with its place in the log. */
export interface RecordedEvent {
  readonly sequence: number
  readonly event: AuditEvent
}

export interface SearchPage {
  readonly limit: number
  /** Older than that … */
  readonly before?: number
  /** … or newer: the page directly above it. */
  readonly after?: number
  /** The search ends after about this long, found or not. */
  readonly budgetMs: number
}

export interface SearchResult {
  /** Newest first. */
  readonly events: readonly RecordedEvent[]
  /**
   * Everything from the page's edge to this number has been looked at, and the log goes on behind
   * it; `null` where there is nothing more that way.
   */
  readonly searchedTo: number | null
}

export interface AuditRepository {
  /** Joins the surrounding transaction: the change and its record stand or fall together. */
  append(event: AuditEvent): Promise<void>
  /** Newest first, at most `limit`, below `before` where given. */
  list(filter: AuditFilter, page: { limit: number; before?: number }): Promise<RecordedEvent[]>
  /** Like `list` both ways, and never much longer than its budget whatever the filter. */
  search(filter: AuditFilter, page: SearchPage): Promise<SearchResult>
  get(sequence: number): Promise<RecordedEvent | undefined>
  /** Oldest first in batches, for export; the stored bytes, unparsed, one line each. */
  stream(filter: AuditFilter): AsyncIterable<Uint8Array>
}
