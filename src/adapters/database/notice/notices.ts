/** Notices and the inboxes they lie in. */
import type { NoticeRepository } from '../../../application/notice/ports.ts'
import type { Database } from '../pool.ts'
import { channelRepository } from './channels.ts'
import { choiceRepository } from './choices.ts'
import { deliveryRepository } from './deliveries.ts'

export const noticeRepository = (db: Database): NoticeRepository => ({
  async insert({ id, kind, facts, links, raisedAt }) {
    await db
      .insertInto('notice')
      .values({ id, kind, facts: JSON.stringify(facts), links: [...links], raised_at: raisedAt })
      .execute()
  },
  async put({ id, raisedAt }, principalIds) {
    if (principalIds.length === 0) return
    const rows = principalIds.map((principal_id) => ({
      principal_id,
      notice_id: id,
      raised_at: raisedAt,
      read_at: null,
    }))
    await db.insertInto('notice_inbox').values(rows).execute()
  },
  async inbox(principalId, { limit, unread, before }) {
    let query = db
      .selectFrom('notice_inbox as i')
      .innerJoin('notice as n', 'n.id', 'i.notice_id')
      .select(['n.id', 'n.kind', 'n.facts', 'n.links', 'n.raised_at as raisedAt'])
      .select('i.read_at as readAt')
      .where('i.principal_id', '=', principalId)
    if (unread) query = query.where('i.read_at', 'is', null)
    if (before) query = query.where('i.raised_at', '<', before)
    return query
      .orderBy('i.raised_at', 'desc')
      .orderBy('i.notice_id', 'desc')
      .limit(limit)
      .execute()
  },
  async unread(principalId) {
    const { count } = await db
      .selectFrom('notice_inbox')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('principal_id', '=', principalId)
      .where('read_at', 'is', null)
      .executeTakeFirstOrThrow()
    return count
  },
  async unreadOf(principalIds) {
    if (principalIds.length === 0) return new Map()
    const rows = await db
      .selectFrom('notice_inbox')
      .select((row) => [
        'principal_id',
        row.fn.countAll<number>().as('unread'),
        row.fn.max('raised_at').as('newest'),
      ])
      .where('principal_id', 'in', principalIds)
      .where('read_at', 'is', null)
      .groupBy('principal_id')
      .execute()
    return new Map(
      rows.map(({ principal_id, unread, newest }) => [principal_id, { unread, newest }]),
    )
  },
  async markRead(principalId, at, ids) {
    if (ids?.length === 0) return 0
    let query = db
      .updateTable('notice_inbox')
      .set({ read_at: at })
      .where('principal_id', '=', principalId)
      .where('read_at', 'is', null)
    if (ids) query = query.where('notice_id', 'in', ids)
    return Number((await query.executeTakeFirst()).numUpdatedRows)
  },
  async removeRaisedBefore(at) {
    await db.deleteFrom('notice_delivery').where('created_at', '<', at).execute()
    const { numDeletedRows } = await db
      .deleteFrom('notice')
      .where('raised_at', '<', at)
      .executeTakeFirst()
    return Number(numDeletedRows)
  },
  channels: channelRepository(db),
  choices: choiceRepository(db),
  deliveries: deliveryRepository(db),
})
