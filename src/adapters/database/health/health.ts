/** How connections fare, as rows: the claim of the next look, what is believed, and the past. */
import { sql, type Selectable } from 'kysely'
import type { HealthRecord, HealthRepository } from '../../../application/health/ports.ts'
import { CONDITIONS, HEALTHY, TABLE } from '../../../domain/health/condition.ts'
import type { Database } from '../pool.ts'
import { keyEventRepository } from './key-events.ts'
import type { HealthSchema } from './schema.ts'

/** Longer than a look may take: ten seconds of HubSpot's, five of waiting, and what is beside it. */
const LEASE_S = 60

const ACCEPTED = sql.join(CONDITIONS.filter((condition) => TABLE[condition].accepted))

export const healthRepository = (db: Database): HealthRepository => ({
  ...keyEventRepository(db),
  async claimDue(most) {
    await beginAll(db)
    // What an admin just changed, or what stopped by itself, is looked at before its time. A lease
    // puts the next look no further than a minute ahead, so nobody takes what another has taken.
    const claimed = await sql<{ connection_id: string }>`
      update connection_health set next_look_at = now() + make_interval(secs => ${LEASE_S})
      where connection_id in (
        select h.connection_id from connection_health h join connection c on c.id = h.connection_id
        where c.state <> 'disconnected'
          and (h.next_look_at <= now()
            or (h.next_look_at > now() + make_interval(secs => ${LEASE_S + 1})
              and (c.checked_at > h.seen_at
                or (c.state = 'needs_reauth' and h.condition in (${ACCEPTED})))))
        order by h.next_look_at limit ${most}
        for update of h skip locked)
      returning connection_id`.execute(db)
    return claimed.rows.map((row) => row.connection_id)
  },
  list: async () => (await db.selectFrom('connection_health').selectAll().execute()).map(recordOf),
  async get(connectionId) {
    const row = await db
      .selectFrom('connection_health')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
    return row && recordOf(row)
  },
  async getForUpdate({ id }) {
    await beginAll(db)
    const row = await db
      .selectFrom('connection_health')
      .selectAll()
      .where('connection_id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    return recordOf(row)
  },
  async save(
    { connectionId, vital, seenAt, outcome, latencyMs, witness, witnessedAt },
    nextLookInS,
  ) {
    const { suspicion } = vital
    await db
      .updateTable('connection_health')
      .set({
        condition: vital.diagnosis.condition,
        diagnosis: JSON.stringify(vital.diagnosis),
        since: vital.since,
        suspicion:
          suspicion && JSON.stringify({ ...suspicion, since: suspicion.since.toISOString() }),
        seen_at: seenAt,
        outcome,
        latency_ms: latencyMs === null ? null : Math.round(latencyMs),
        witness,
        witnessed_at: witnessedAt,
        next_look_at: sql`now() + make_interval(secs => ${nextLookInS})`,
      })
      .where('connection_id', '=', connectionId)
      .execute()
  },
  async witness(connectionId, witness, at) {
    await beginAll(db)
    await db
      .updateTable('connection_health')
      .set({
        next_look_at: sql`least(next_look_at, now())`,
        ...(witness !== null && { witness, witnessed_at: at }),
        ...(witness === 'creator_refused' && { creator_refused_at: at }),
      })
      .where('connection_id', '=', connectionId)
      .execute()
  },
  async defer(connectionId, seconds) {
    await db
      .updateTable('connection_health')
      .set({ next_look_at: sql`now() + make_interval(secs => ${seconds})` })
      .where('connection_id', '=', connectionId)
      .execute()
  },
  async hurryOthers(connectionId, olderThanS) {
    await sql`
      update connection_health set next_look_at = now()
      where connection_id <> ${connectionId}
        and next_look_at > now() + make_interval(secs => ${LEASE_S + 1})
        and seen_at < now() - make_interval(secs => ${olderThanS})`.execute(db)
  },
  async turn(connectionId, diagnosis, at) {
    await sql`
      update health_period set ended_at = greatest(began_at, ${at}::timestamptz)
      where connection_id = ${connectionId} and ended_at is null`.execute(db)
    await db
      .insertInto('health_period')
      .values({
        connection_id: connectionId,
        condition: diagnosis.condition,
        diagnosis: JSON.stringify(diagnosis),
        began_at: at,
        ended_at: null,
      })
      .execute()
  },
  async periods(connectionId, most) {
    const rows = await db
      .selectFrom('health_period')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .orderBy('id', 'desc')
      .limit(most)
      .execute()
    return rows.map(({ condition, diagnosis, began_at: beganAt, ended_at: endedAt }) => ({
      condition,
      diagnosis,
      beganAt,
      endedAt,
    }))
  },
})

/** Whoever connected it just saw that it works, so the first look has time. */
const FIRST_LOOK_S = 60

/** A row for every connection that has none. */
const beginAll = (db: Database) =>
  sql`
  insert into connection_health (connection_id, condition, diagnosis, since, next_look_at)
  select id, 'healthy', ${JSON.stringify(HEALTHY)}::jsonb, created_at,
    now() + make_interval(secs => ${FIRST_LOOK_S})
  from connection c where state <> 'disconnected'
    and not exists (select from connection_health h where h.connection_id = c.id)
  on conflict do nothing`.execute(db)

const recordOf = (row: Selectable<HealthSchema['connection_health']>): HealthRecord => ({
  connectionId: row.connection_id,
  vital: {
    diagnosis: row.diagnosis,
    since: row.since,
    suspicion: row.suspicion && { ...row.suspicion, since: new Date(row.suspicion.since) },
  },
  seenAt: row.seen_at,
  outcome: row.outcome,
  latencyMs: row.latency_ms,
  nextLookAt: row.next_look_at,
  witness: row.witness,
  witnessedAt: row.witnessed_at,
  creatorRefusedAt: row.creator_refused_at,
})
