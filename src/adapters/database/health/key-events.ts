/** What happened to keys at HubSpot, as rows; HubSpot's own id makes each one single. */
import type { HealthRepository } from '../../../application/health/ports.ts'
import type { Database } from '../pool.ts'

type KeyEventRepository = Pick<
  HealthRepository,
  'cursor' | 'saveCursor' | 'addKeyEvents' | 'keyEvents'
>

export const keyEventRepository = (db: Database): KeyEventRepository => ({
  async cursor(connectionId) {
    const row = await db
      .selectFrom('key_event_cursor')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
    return (
      row && {
        connectionId,
        readThrough: row.read_through,
        askedAt: row.asked_at,
        outcome: row.outcome,
        idsProven: row.ids_proven,
        gap: row.gap_from && row.gap_to ? { from: row.gap_from, to: row.gap_to } : null,
      }
    )
  },
  async saveCursor({ connectionId, readThrough, askedAt, outcome, idsProven, gap }) {
    const values = {
      read_through: readThrough,
      asked_at: askedAt,
      outcome,
      ids_proven: idsProven,
      gap_from: gap?.from ?? null,
      gap_to: gap?.to ?? null,
    }
    await db
      .insertInto('key_event_cursor')
      .values({ connection_id: connectionId, ...values })
      .onConflict((clash) => clash.column('connection_id').doUpdateSet(values))
      .execute()
  },
  async addKeyEvents(connectionId, events, now) {
    if (events.length === 0) return []
    const added = await db
      .insertInto('key_event')
      .values(
        events.map((event) => ({
          connection_id: connectionId,
          hubspot_id: event.hubspotId,
          at: event.at,
          type: event.type,
          meaning: event.meaning,
          concern: event.concern,
          actor_id: event.actorId,
          object_id: event.objectId,
          found_at: now,
        })),
      )
      .onConflict((clash) => clash.columns(['connection_id', 'hubspot_id']).doNothing())
      .returning('hubspot_id')
      .execute()
    const known = new Set(added.map((row) => row.hubspot_id))
    return events.filter(({ hubspotId }) => known.delete(hubspotId))
  },
  async keyEvents(connectionId, most) {
    const rows = await db
      .selectFrom('key_event')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .orderBy('at', 'desc')
      .orderBy('hubspot_id', 'desc')
      .limit(most)
      .execute()
    return rows.map((row) => ({
      hubspotId: row.hubspot_id,
      at: row.at,
      type: row.type,
      meaning: row.meaning,
      concern: row.concern,
      actorId: row.actor_id,
      objectId: row.object_id,
    }))
  },
})
