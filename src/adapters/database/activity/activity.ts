/** Reads the counts that `count-calls.ts` keeps, and the newest of the log. Writes nothing. */
import { sql, type RawBuilder } from 'kysely'
import type { Activity, CallCounts, CountFilter } from '../../../application/activity/ports.ts'
import type { CallEvent } from '../../../domain/audit/event.ts'
import type { Database } from '../pool.ts'

const HOUR_MS = 3_600_000

export function createActivity(db: Database): Activity {
  /** One row per value of `key`, whatever else is summed up in it. */
  async function summed<Key>(
    filter: CountFilter,
    key: RawBuilder<Key>,
    table: RawBuilder<unknown>,
  ): Promise<(CallCounts & { key: Key })[]> {
    const { rows } = await sql<CallCounts & { key: Key }>`
      select ${key} as key, sum(permitted)::bigint as permitted,
             sum(refused)::bigint as refused, sum(failed)::bigint as failed
      from ${table} where ${sql.join(conditions(filter), sql` and `)} group by 1`.execute(db)
    return rows
  }

  return {
    async countedThrough() {
      const row = await db
        .selectFrom('audit_cursor')
        .select('counted_through')
        .executeTakeFirstOrThrow()
      return row.counted_through
    },
    async events() {
      const row = await db
        .selectFrom('audit_hour')
        .select(sql<number>`coalesce(sum(events), 0)::bigint`.as('events'))
        .executeTakeFirstOrThrow()
      return row.events
    },
    async overTime(filter, stepMs) {
      const step = sql<Date>`date_bin(${`${stepMs} milliseconds`}::interval, bucket, 'epoch')`
      const minutes = stepMs % HOUR_MS !== 0
      const rows = await summed(filter, step, minutes ? BY_MINUTE : tableOf(filter, BY_HOUR_ALONE))
      return rows.map(({ key, ...counts }) => ({ ...counts, from: key }))
    },
    async byGroup(filter) {
      const rows = await summed(filter, sql<string>`group_id`, tableOf(filter))
      return rows.map(({ key, ...counts }) => ({ ...counts, groupId: key || null }))
    },
    async byConnection(filter) {
      const rows = await summed(filter, sql<string>`connection_id`, tableOf(filter))
      return rows.map(({ key, ...counts }) => ({ ...counts, connectionId: key || null }))
    },
    async lastUses(ids) {
      if (ids.length === 0) return new Map()
      const rows = await db
        .selectFrom('last_use')
        .select(['id', 'at'])
        .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
        .execute()
      return new Map(rows.map(({ id, at }) => [id, at]))
    },
    async newest() {
      const { rows } = await sql<{ sequence: number }>`
        select coalesce(max(sequence), 0)::bigint as sequence from audit_event`.execute(db)
      return rows[0]?.sequence ?? 0
    },
    async newestOf(principalIds) {
      if (principalIds.length === 0) return new Map()
      const { rows } = await sql<{ id: string; sequence: number }>`
        select id, sequence from unnest(${[...principalIds]}::text[]) as asked (id),
          lateral (select sequence from audit_event where principal_id = id
                   order by sequence desc limit 1) as newest`.execute(db)
      return new Map(rows.map(({ id, sequence }) => [id, sequence]))
    },
    async lastCallOf(principalId) {
      // Changes by the same person stand between; a person makes few of them.
      const { rows } = await sql<{ sequence: number; body: Buffer }>`
        select sequence, body from audit_event
        where principal_id = ${principalId} and type = 'call'
        order by sequence desc limit 1`.execute(db)
      const row = rows[0]
      return (
        row && {
          sequence: row.sequence,
          event: JSON.parse(row.body.toString('utf8')) as CallEvent,
        }
      )
    },
  }
}

const BY_MINUTE = sql`call_minute`
const BY_HOUR = sql`call_hour`
/** Everybody's calls of an hour in one row; triggers keep it. */
const BY_HOUR_ALONE = sql`call_total`

/** On the hour all say the same: by the hour in a sixtieth of the rows, or in one row an hour. */
function tableOf(filter: CountFilter, everybody = BY_HOUR): RawBuilder<unknown> {
  const { from, to, ...wanted } = filter
  if (from.getTime() % HOUR_MS !== 0 || to.getTime() % HOUR_MS !== 0) return BY_MINUTE
  return Object.values(wanted).every((value) => value === undefined) ? everybody : BY_HOUR
}

function conditions({ from, to, principalId, connectionId, groupId, door }: CountFilter) {
  return [
    sql`bucket >= ${from} and bucket < ${to}`,
    ...(principalId === undefined ? [] : [sql`principal_id = ${principalId}`]),
    ...(connectionId === undefined ? [] : [sql`connection_id = ${connectionId}`]),
    ...(groupId === undefined ? [] : [sql`group_id = ${groupId}`]),
    ...(door === undefined ? [] : [sql`door = ${door}`]),
  ]
}
