/** Rows of checks, and the versions that callers used, cut out of the audit. */
import { sql } from 'kysely'
import type { CheckRepository, StoredCheck } from '../../application/check/ports.ts'
import type { CheckReport } from '../../domain/check/report.ts'
import { versionInPath, type VersionUse } from '../../domain/check/sunsets.ts'
import { aliveNow, silentFor } from './alive.ts'
import { checkScheduleRepository } from './check-schedules.ts'
import type { Database } from './pool.ts'

/** Kept of each connection; older reports were forwarded, or nobody wanted them. */
const KEPT = 200

export function checkRepository(db: Database): CheckRepository {
  const all = () => db.selectFrom('connection_check').select(COLUMNS)
  const change = (id: string) => db.updateTable('connection_check').where('id', '=', id)
  return {
    schedules: checkScheduleRepository(db),
    async begin(check, deadAfterMs) {
      await db
        .updateTable('connection_check')
        .set({ state: 'interrupted' })
        .where('connection_id', '=', check.connectionId)
        .where('state', '=', 'running')
        .where('alive_at', '<', silentFor(deadAfterMs))
        .execute()
      const begun = await db
        .insertInto('connection_check')
        .values({
          id: check.id,
          connection_id: check.connectionId,
          state: 'running',
          started_at: check.startedAt,
          alive_at: aliveNow,
          finished_at: null,
          requested_by: check.requestedBy,
          test_flow: check.testFlow,
          report: null,
          test_email: null,
          test_record_id: null,
        })
        .onConflict((clash) => clash.doNothing())
        .executeTakeFirst()
      return (begun.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    beat: async (id) => void (await change(id).set({ alive_at: aliveNow }).execute()),
    async finish(id, report, at) {
      const { connection_id: connectionId } = await change(id)
        .set({ state: 'finished', report: JSON.stringify(report), finished_at: at })
        .returning('connection_id')
        .executeTakeFirstOrThrow()
      await forgetOld(db, connectionId)
    },
    get: async (id) => {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && checkOf(row)
    },
    list: async (connectionId, limit) =>
      (
        await all()
          .where('connection_id', '=', connectionId)
          .orderBy('sequence', 'desc')
          .limit(limit)
          .execute()
      ).map(checkOf),
    isChecked: async (connectionId) => {
      const row = await db
        .selectFrom('connection_check')
        .select('id')
        .where('connection_id', '=', connectionId)
        .where('state', '=', 'finished')
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    unchecked: async (approvedBefore) => {
      const rows = await db
        .selectFrom('connection as c')
        .innerJoin('intake as i', 'i.connection_id', 'c.id')
        .select('c.id')
        .where('c.state', '=', 'pending')
        .where('i.replaces', 'is', null)
        .where('i.decided_at', '<=', approvedBefore)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('connection_check as k')
                .select('k.id')
                .whereRef('k.connection_id', '=', 'c.id')
                .where('k.state', '=', 'finished'),
            ),
          ),
        )
        .orderBy('i.decided_at')
        .execute()
      return rows.map(({ id }) => id)
    },
    before: async ({ id, connectionId }) => {
      const row = await all()
        .where('connection_id', '=', connectionId)
        .where('state', '=', 'finished')
        .where('sequence', '<', (of) =>
          of.selectFrom('connection_check').select('sequence').where('id', '=', id),
        )
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && checkOf(row)
    },
    noteTestRecord: async (id, email) =>
      void (await change(id).set({ test_email: email }).execute()),
    noteTestRecordId: async (id, recordId) =>
      void (await change(id).set({ test_record_id: recordId }).execute()),
    clearTestRecord: async (id) =>
      void (await change(id).set({ test_email: null, test_record_id: null }).execute()),
    leftovers: async (connectionId) => {
      const rows = await db
        .selectFrom('connection_check')
        .select(['id', 'test_email', 'test_record_id'])
        .where('connection_id', '=', connectionId)
        .where('state', '<>', 'running')
        .where('test_email', 'is not', null)
        .orderBy('sequence')
        .execute()
      return rows.map((row) => ({
        checkId: row.id,
        email: row.test_email ?? '',
        recordId: row.test_record_id,
      }))
    },
    versionUses: (connectionId, since, most) => versionUses(db, connectionId, since, most),
  }
}

const COLUMNS = [
  'id',
  'connection_id as connectionId',
  'state',
  'started_at as startedAt',
  'requested_by as requestedBy',
  'test_flow as testFlow',
  'report',
] as const

/** Written by us from a `CheckReport`, and never changed since. */
const checkOf = ({ report, ...row }: Omit<StoredCheck, 'report'> & { report: unknown }) =>
  ({ ...row, report: report as CheckReport | null }) satisfies StoredCheck

/** Never one whose record may still be at HubSpot. */
async function forgetOld(db: Database, connectionId: string): Promise<void> {
  await sql`
    delete from connection_check where id in (
      select id from connection_check
      where connection_id = ${connectionId} and test_email is null and state <> 'running'
      order by sequence desc offset ${KEPT}
    )`.execute(db)
}

interface PathRow {
  readonly operation: string | null
  readonly place: string
  readonly calls: number
  readonly callers: number
}

/**
 * The path stands only in the event's text. It is cut out, not parsed: parsing costs five times as
 * much, and stops at escapes that are valid JSON (activity/count-calls.ts). The first segments are
 * enough, so that events which count alike are summed up in the database.
 */
async function versionUses(db: Database, connectionId: string, since: Date, most: number) {
  const { rows } = await sql<PathRow>`
    with newest as materialized (
      select principal_id, operation,
        split_part(split_part(convert_from(body, 'UTF8'), '"path":"', 2), '"', 1) as path
      from audit_event
      where connection_id = ${connectionId} and type = 'call' and decision = 'permitted'
        and at >= ${since} and door is distinct from 'system'
      order by sequence desc limit ${most + 1}
    )
    select operation, array_to_string((string_to_array(path, '/'))[2:5], '/') as place,
      count(*)::int as calls, count(distinct principal_id)::int as callers
    from newest group by 1, 2`.execute(db)
  const calls = rows.reduce((sum, row) => sum + row.calls, 0)
  return { uses: usesOf(rows), calls: Math.min(calls, most), whole: calls <= most }
}

function usesOf(rows: readonly PathRow[]): readonly VersionUse[] {
  const uses = new Map<string, VersionUse>()
  for (const { operation, place, calls, callers } of rows) {
    const { family, version } = versionInPath(place)
    const key = `${family} ${version}`
    const had = uses.get(key)
    uses.set(key, {
      family,
      version,
      calls: calls + (had?.calls ?? 0),
      callers: Math.max(callers, had?.callers ?? 0),
      operations: [...new Set([...(had?.operations ?? []), ...(operation ? [operation] : [])])]
        .toSorted()
        .slice(0, MOST_OPERATIONS),
    })
  }
  return [...uses.values()].toSorted((a, b) => b.calls - a.calls)
}

const MOST_OPERATIONS = 20
