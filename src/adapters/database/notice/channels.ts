/** Channels with their sealed secrets, and what they are routed. */
import { sql } from 'kysely'
import type { ChannelRepository } from '../../../application/notice/ports.ts'
import type { Channel } from '../../../domain/notice/channel.ts'
import { orConflict } from '../conflict.ts'
import type { Database } from '../pool.ts'
import { SEALED_COLUMNS, sealedColumnsOf, sealedValueIn } from '../sealed-columns.ts'

export function channelRepository(db: Database): ChannelRepository {
  const all = () => db.selectFrom('notice_channel').select(COLUMNS)
  return {
    // A row's settings are those of its kind: only `changeable` writes them.
    list: async () => (await all().orderBy('created_at').orderBy('id').execute()) as Channel[],
    get: async (id) => (await all().where('id', '=', id).executeTakeFirst()) as Channel | undefined,
    async lock(id) {
      await db
        .selectFrom('notice_channel')
        .select('id')
        .where('id', '=', id)
        .forNoKeyUpdate()
        .execute()
    },
    async secret(id) {
      const row = await db
        .selectFrom('notice_channel')
        .select(SEALED_COLUMNS)
        .where('id', '=', id)
        .executeTakeFirst()
      return sealedValueIn(row)
    },
    async insert(channel, secret) {
      const { id, kind, createdAt } = channel
      const values = {
        id,
        kind,
        created_at: createdAt,
        ...changeable(channel),
        ...sealedColumnsOf(secret),
      }
      await orConflict(db.insertInto('notice_channel').values(values).execute(), taken(channel))
    },
    async update(channel, secret) {
      const statement = db
        .updateTable('notice_channel')
        .set({ ...changeable(channel), ...(secret !== undefined && sealedColumnsOf(secret)) })
        .where('id', '=', channel.id)
      await orConflict(statement.execute(), taken(channel))
    },
    async remove(id) {
      await db.deleteFrom('notice_channel').where('id', '=', id).execute()
    },
    routes: () =>
      db
        .selectFrom('notice_route')
        .select(['channel_id as channelId', 'kind', 'pace'])
        .orderBy('kind')
        .execute(),
    async setRoutes(channelId, routes) {
      await db.deleteFrom('notice_route').where('channel_id', '=', channelId).execute()
      if (routes.length === 0) return
      const rows = routes.map(({ kind, pace }) => ({ channel_id: channelId, kind, pace }))
      await db.insertInto('notice_route').values(rows).execute()
    },
  }
}

const COLUMNS = [
  'id',
  'kind',
  'name',
  'settings',
  'enabled',
  'created_at as createdAt',
  sql<boolean>`ciphertext is not null`.as('hasSecret'),
] as const

const changeable = ({ name, settings, enabled }: Channel) => ({
  name,
  settings: JSON.stringify(settings),
  enabled,
})

const taken = ({ kind, name }: Channel): string =>
  kind === 'email'
    ? `There is already a channel named "${name}", or one for e-mail: change that one.`
    : `There is already a channel named "${name}".`
