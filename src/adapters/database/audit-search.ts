/**
 * Searches the log within a time, whatever the filter: it looks at one stretch of sequence numbers
 * after another, makes the stretches longer while that is quick, and stops when the page is full,
 * the log ends or the time is up. No filter needs an index for that, so recording a call pays for
 * none. Where the hours of the log are known, those outside the asked time are left out.
 */
import { sql } from 'kysely'
import type {
  AuditFilter,
  RecordedEvent,
  SearchPage,
  SearchResult,
} from '../../application/audit/ports.ts'
import type { AuditEvent } from '../../domain/audit/event.ts'
import { conditionsOf, isSlow, looksInside } from './audit-filter.ts'
import type { Database } from './pool.ts'

/** Rows of the first stretch: a few milliseconds, also with the slow kind of filter. */
const FIRST = 4_096
const FIRST_SLOW = 512
/** A stretch that took less than half of this is followed by a longer one. */
const STRETCH_MS = 25
/**
 * Rows of the longest stretch, for filters that look inside the bodies and for those that do not:
 * some 15 ms, so that the time is kept also where the machine is busy with other things.
 */
const LONGEST = { inside: 8_192, columns: 131_072 }

export async function searchAudit(
  db: Database,
  filter: AuditFilter,
  page: SearchPage,
  /** Rows of the first stretch; tests shorten it. */
  first = isSlow(filter) ? FIRST_SLOW : FIRST,
): Promise<SearchResult> {
  const begun = performance.now()
  const up = page.after !== undefined
  const longest = looksInside(filter) ? LONGEST.inside : LONGEST.columns
  const stretches = await rangesOf(db, filter, page)
  if (up) stretches.reverse()
  const events: RecordedEvent[] = []
  let size = first
  for (const range of stretches) {
    let { low, high } = range
    while (low <= high) {
      const edge = up ? Math.min(high, low + size - 1) : Math.max(low, high - size + 1)
      const part = up ? { low, high: edge } : { low: edge, high }
      const from = performance.now()
      events.push(...(await look(db, filter, part, up, page.limit - events.length)))
      const now = performance.now()
      if (up) low = edge + 1
      else high = edge - 1
      if (events.length >= page.limit) {
        const last = events[page.limit - 1]?.sequence ?? edge
        return result(events, up, last)
      }
      const isLast = low > high && range === stretches.at(-1)
      if (now - begun >= page.budgetMs && !isLast) return result(events, up, edge)
      if (now - from < STRETCH_MS / 2) size = Math.min(size * 4, longest)
      else if (now - from > STRETCH_MS * 2) size = Math.max(1, first / 4, Math.floor(size / 4))
    }
  }
  return result(events, up, null)
}

const result = (
  events: readonly RecordedEvent[],
  up: boolean,
  searchedTo: number | null,
): SearchResult => ({ events: up ? events.toReversed() : events, searchedTo })

interface Range {
  readonly low: number
  readonly high: number
}

async function look(
  db: Database,
  filter: AuditFilter,
  { low, high }: Range,
  up: boolean,
  limit: number,
): Promise<RecordedEvent[]> {
  const conditions = [sql<boolean>`sequence between ${low} and ${high}`, ...conditionsOf(filter)]
  const { rows } = await sql<{ sequence: number; body: Buffer }>`
    select sequence, body from audit_event where ${sql.join(conditions, sql` and `)}
    order by sequence ${up ? sql`asc` : sql`desc`} limit ${limit}`.execute(db)
  return rows.map(({ sequence, body }) => ({
    sequence,
    event: JSON.parse(body.toString('utf8')) as AuditEvent,
  }))
}

/**
 * Where events of the asked time can lie, newest range first. Hours know the numbers of their
 * events as far as the counting has come; behind that anything may be.
 */
async function rangesOf(
  db: Database,
  { from, to }: AuditFilter,
  { before, after }: SearchPage,
): Promise<Range[]> {
  const { rows } = await sql<{
    newest: number
    counted: number
    first: number | null
    last: number | null
  }>`
    select coalesce((select max(sequence) from audit_event), 0) as newest,
           (select counted_through from audit_cursor) as counted,
           (select min(first_sequence) from audit_hour
             where bucket >= date_bin('1 hour', ${from ?? LONG_AGO}::timestamptz, 'epoch')) as first,
           (select max(last_sequence) from audit_hour where bucket < ${to ?? FAR_AHEAD}::timestamptz) as last
  `.execute(db)
  const row = rows[0]
  if (!row) return []
  const bottom = from ? (row.first ?? row.counted + 1) : 1
  const ranges: Range[] =
    to === undefined
      ? [{ low: Math.min(bottom, row.counted + 1), high: row.newest }]
      : [
          { low: row.counted + 1, high: row.newest },
          { low: bottom, high: Math.min(row.last ?? 0, row.counted) },
        ]
  const floor = after === undefined ? 1 : after + 1
  const ceiling = before === undefined ? row.newest : before - 1
  return ranges
    .map(({ low, high }) => ({ low: Math.max(low, floor), high: Math.min(high, ceiling) }))
    .filter(({ low, high }) => low <= high)
}

const LONG_AGO = new Date(0)
const FAR_AHEAD = new Date(Date.UTC(9999, 0))
