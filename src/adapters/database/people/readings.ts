/** Readings of portals: which runs, how each ended, and what a sealed one says of itself. */
import { sql, type Selectable } from 'kysely'
import type { PeopleRepository, StoredReading } from '../../../application/people/ports.ts'
import { aliveNow, silentFor } from '../alive.ts'
import type { Database } from '../pool.ts'
import type { PeopleSchema } from './schema.ts'

/** Kept of each connection; sealed ones stay, since their populations refer to them. */
const INCOMPLETE_KEPT = 100

type Queries = Pick<
  PeopleRepository,
  'begin' | 'beat' | 'endIncomplete' | 'lock' | 'reading' | 'readings' | 'newestSealed'
>

export function readingQueries(db: Database): Queries {
  const all = () => db.selectFrom('people_reading').selectAll()
  return {
    async begin({ id, connectionId, askedBy, begunAt }, deadAfterMs) {
      await db
        .updateTable('people_reading')
        .set({
          state: 'incomplete',
          ended_at: begunAt,
          reasons: JSON.stringify([{ reason: 'interrupted' }]),
        })
        .where('connection_id', '=', connectionId)
        .where('state', '=', 'reading')
        .where('alive_at', '<', silentFor(deadAfterMs))
        .execute()
      const begun = await db
        .insertInto('people_reading')
        .values({
          id,
          connection_id: connectionId,
          state: 'reading',
          asked_by: askedBy,
          begun_at: begunAt,
          alive_at: aliveNow,
          reasons: '[]',
        })
        .onConflict((clash) => clash.doNothing())
        .executeTakeFirst()
      return (begun.numInsertedOrUpdatedRows ?? 0n) > 0n
    },
    async beat(id, { calls, users }) {
      const { numUpdatedRows } = await db
        .updateTable('people_reading')
        .set({ alive_at: aliveNow, calls, users_read: users })
        .where('id', '=', id)
        .where('state', '=', 'reading')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async endIncomplete(id, at, { reasons, calls, users }) {
      const ended = await db
        .updateTable('people_reading')
        .set({
          state: 'incomplete',
          ended_at: at,
          reasons: JSON.stringify(reasons),
          calls,
          users_read: users,
        })
        .where('id', '=', id)
        .where('state', '=', 'reading')
        .returning('connection_id')
        .executeTakeFirst()
      if (ended) await forgetOld(db, ended.connection_id)
    },
    async lock(connectionId) {
      await db
        .selectFrom('connection')
        .select('id')
        .where('id', '=', connectionId)
        .forNoKeyUpdate()
        .execute()
    },
    reading: async (id) => {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && readingOf(row)
    },
    readings: async (connectionId, limit) =>
      (
        await all()
          .where('connection_id', '=', connectionId)
          .orderBy('begun_at', 'desc')
          .orderBy('id')
          .limit(limit)
          .execute()
      ).map(readingOf),
    newestSealed: async (connectionId) => {
      const row = await all()
        .where('connection_id', '=', connectionId)
        .where('seal', 'is not', null)
        .orderBy('seal', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && readingOf(row)
    },
  }
}

async function forgetOld(db: Database, connectionId: string): Promise<void> {
  await sql`
    delete from people_reading where id in (
      select id from people_reading
      where connection_id = ${connectionId} and state = 'incomplete'
      order by begun_at desc offset ${INCOMPLETE_KEPT})`.execute(db)
}

export function readingOf(row: Selectable<PeopleSchema['people_reading']>): StoredReading {
  const { seal, users, digest, facets, proven_by, hubspot_scopes, catalogue } = row
  const isSealed =
    seal !== null && users !== null && digest !== null && facets && proven_by && catalogue
  return {
    id: row.id,
    connectionId: row.connection_id,
    state: row.state,
    askedBy: row.asked_by,
    begunAt: row.begun_at,
    endedAt: row.ended_at,
    calls: row.calls,
    usersRead: row.users_read,
    reasons: row.reasons,
    sealed: isSealed
      ? {
          seal,
          users,
          digest,
          facets,
          provenBy: proven_by,
          loginsFrom: row.logins_from,
          hubspotScopes: hubspot_scopes ?? [],
          catalogue,
        }
      : null,
  }
}
