/** Messages: what they hold, and what became of them. */
import { sql } from 'kysely'
import type { Delivery, DeliveryRepository } from '../../../application/notice/ports.ts'
import type { Database } from '../pool.ts'

export function deliveryRepository(db: Database): DeliveryRepository {
  const all = () => db.selectFrom('notice_delivery').select(COLUMNS)
  const hold = (deliveryId: string, noticeId: string) =>
    db
      .insertInto('notice_delivery_item')
      .values({ delivery_id: deliveryId, notice_id: noticeId })
      .execute()
  return {
    list({ state, channelId }, limit) {
      let query = all().select((row) =>
        row
          .selectFrom('notice_delivery_item as i')
          .select((item) => item.fn.countAll<number>().as('notices'))
          .whereRef('i.delivery_id', '=', 'notice_delivery.id')
          .$asScalar()
          .$notNull()
          .as('notices'),
      )
      if (state) query = query.where('state', '=', state)
      if (channelId) query = query.where('channel_id', '=', channelId)
      return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
    },
    getForUpdate: (id) => all().where('id', '=', id).forUpdate().executeTakeFirst(),
    noticesOf: (id) =>
      db
        .selectFrom('notice_delivery_item as i')
        .innerJoin('notice as n', 'n.id', 'i.notice_id')
        .select(['n.id', 'n.kind', 'n.facts', 'n.links', 'n.raised_at as raisedAt'])
        .where('i.delivery_id', '=', id)
        .orderBy('n.raised_at')
        .orderBy('n.id')
        .execute(),
    async insert(delivery, noticeId) {
      await db.insertInto('notice_delivery').values(rowOf(delivery)).execute()
      await hold(delivery.id, noticeId)
    },
    async intoDigest(begun, noticeId) {
      // The update locks the row: whoever sends the digest waits until our notice is in it.
      const { rows } = await sql<{ id: string }>`
        insert into notice_delivery
          (id, channel_id, principal_id, state, digest_at, attempts, next_at, created_at)
        values (${begun.id}, ${begun.channelId}, ${begun.principalId}, 'waiting',
                ${begun.digestAt}, 0, ${begun.nextAt}, ${begun.createdAt})
        on conflict (channel_id, coalesce(principal_id, ''), digest_at) where digest_at is not null
        do update set state = notice_delivery.state
          where notice_delivery.state = 'waiting' and notice_delivery.attempts = 0
        returning id`.execute(db)
      const [row] = rows
      if (!row) return undefined
      await hold(row.id, noticeId)
      return { id: row.id, begun: row.id === begun.id }
    },
    async update(delivery) {
      await db
        .updateTable('notice_delivery')
        .set(rowOf(delivery))
        .where('id', '=', delivery.id)
        .execute()
    },
    async dead(channelId, settledSince) {
      let query = db
        .selectFrom('notice_delivery')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('state', '=', 'dead')
      if (channelId) query = query.where('channel_id', '=', channelId)
      if (settledSince) query = query.where('settled_at', '>=', settledSince)
      return (await query.executeTakeFirstOrThrow()).count
    },
  }
}

const COLUMNS = [
  'id',
  'channel_id as channelId',
  'principal_id as principalId',
  'state',
  'digest_at as digestAt',
  'attempts',
  'next_at as nextAt',
  'failure',
  'created_at as createdAt',
  'settled_at as settledAt',
] as const

const rowOf = (delivery: Delivery) => ({
  id: delivery.id,
  channel_id: delivery.channelId,
  principal_id: delivery.principalId,
  state: delivery.state,
  digest_at: delivery.digestAt,
  attempts: delivery.attempts,
  next_at: delivery.nextAt,
  failure: delivery.failure,
  created_at: delivery.createdAt,
  settled_at: delivery.settledAt,
})
