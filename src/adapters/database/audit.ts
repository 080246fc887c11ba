/** The audit as a table: appended to, listed and streamed, never rewritten. */
import { sql } from 'kysely'
import type { AuditFilter, AuditRepository, RecordedEvent } from '../../application/audit/ports.ts'
import type { AuditEvent } from '../../domain/audit/event.ts'
import { eventText } from '../../domain/audit/event-bytes.ts'
import { conditionsOf } from './audit-filter.ts'
import { searchAudit } from './audit-search.ts'
import type { Database } from './pool.ts'

/** Rows read at once while exporting: some 600 KB. */
const EXPORT_BATCH = 1_000

export const auditRepository = (db: Database): AuditRepository => ({
  async append(event) {
    await db
      .insertInto('audit_event')
      .values({
        at: new Date(event.at),
        type: event.type,
        principal_id: event.principalId,
        connection_id: event.connectionId,
        decision: event.type === 'call' ? event.decision : null,
        operation: event.type === 'call' ? event.operation : event.action,
        body: Buffer.from(eventText(event)),
      })
      .execute()
  },

  async list(filter, page) {
    let query = matching(db, filter).orderBy('sequence', 'desc').limit(page.limit)
    if (page.before !== undefined) query = query.where('sequence', '<', page.before)
    const rows = await query.execute()
    return rows.map((row): RecordedEvent => ({
      sequence: row.sequence,
      event: JSON.parse(row.body.toString('utf8')) as AuditEvent,
    }))
  },

  search: (filter, page) => searchAudit(db, filter, page),

  async get(sequence) {
    const row = await db
      .selectFrom('audit_event')
      .select('body')
      .where('sequence', '=', sequence)
      .executeTakeFirst()
    return row && { sequence, event: JSON.parse(row.body.toString('utf8')) as AuditEvent }
  },

  async *stream(filter) {
    // Fixed at the start, so that an export of a busy log ends.
    const last = await db
      .selectFrom('audit_event')
      .select(sql<number>`coalesce(max(sequence), 0)`.as('sequence'))
      .executeTakeFirstOrThrow()
    for (let after = 0; ;) {
      const rows = await matching(db, filter)
        .where('sequence', '>', after)
        .where('sequence', '<=', last.sequence)
        .orderBy('sequence')
        .limit(EXPORT_BATCH)
        .execute()
      for (const row of rows) yield row.body
      const end = rows.at(-1)
      if (!end || rows.length < EXPORT_BATCH) return
      after = end.sequence
    }
  },
})

function matching(db: Database, filter: AuditFilter) {
  let query = db.selectFrom('audit_event').select(['sequence', 'body'])
  for (const condition of conditionsOf(filter)) query = query.where(condition)
  return query
}
