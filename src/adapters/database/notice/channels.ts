/** Channels with their sealed secrets, and what they are routed. */
import { sql } from 'kysely'
import type { ChannelRepository } from '../../../application/notice/ports.ts'
import type { SealedValue } from '../../../application/connection/ports.ts'
import type { Channel } from '../../../domain/notice/channel.ts'
import { orConflict } from '../conflict.ts'
import type { Database } from '../pool.ts'
import {
  noSealedColumns,
  SEALED_COLUMNS,
  sealedColumns,
  sealedValue,
} from '../sign-in/sealed-columns.ts'

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
      if (!row) return undefined
      const { kek_id, kek_version, wrapped_key, ciphertext } = row
      if (kek_id === null || kek_version === null || !wrapped_key || !ciphertext) return undefined
      return sealedValue({ kek_id, kek_version, wrapped_key, ciphertext })
    },
    async insert(channel, secret) {
      const { id, kind, createdAt } = channel
      const values = {
        id,
        kind,
        created_at: createdAt,
        ...changeable(channel),
        ...columnsOf(secret),
      }
      await orConflict(db.insertInto('notice_channel').values(values).execute(), taken(channel))
    },
    async update(channel, secret) {
      const statement = db
        .updateTable('notice_channel')
        .set({ ...changeable(channel), ...(secret !== undefined && columnsOf(secret)) })
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

const columnsOf = (secret: SealedValue | null) => (secret ? sealedColumns(secret) : noSealedColumns)

const taken = ({ kind, name }: Channel): string =>
  kind === 'email'
    ? `There is already a channel named "${name}", or one for e-mail: change that one.`
    : `There is already a channel named "${name}".`
