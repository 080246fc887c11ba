/** One row per connection; what a row means is `connection-row.ts`. */
import type { ConnectionRepository } from '../../application/ports.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { orConflict } from './conflict.ts'
import { connectionOf } from './connection-row.ts'
import type { Database } from './pool.ts'

export function connectionRepository(db: Database): ConnectionRepository {
  const all = () => db.selectFrom('connection').selectAll()
  return {
    list: async () => (await all().orderBy('name').orderBy('id').execute()).map(connectionOf),
    get: async (id) => {
      const found = await all().where('id', '=', id).executeTakeFirst()
      return found && connectionOf(found)
    },
    getForUpdate: async (id) => {
      const found = await all().where('id', '=', id).forUpdate().executeTakeFirst()
      return found && connectionOf(found)
    },
    findByName: async (name) => {
      const found = await all()
        .where('name', '=', name)
        .where('state', '<>', 'disconnected')
        .executeTakeFirst()
      return found && connectionOf(found)
    },
    insert: async (connection) => {
      const statement = db
        .insertInto('connection')
        .values({ id: connection.id, ...row(connection) })
      await orConflict(
        statement.execute(),
        `There is already a connection "${connection.name}". Choose another name.`,
      )
    },
    update: async (connection) => {
      await db
        .updateTable('connection')
        .set(row(connection))
        .where('id', '=', connection.id)
        .execute()
    },
  }
}

const row = (connection: Connection) => ({
  name: connection.name,
  title: connection.title,
  kind: connection.kind,
  state: connection.state,
  state_reason: connection.stateReason,
  base_url: connection.baseUrl,
  portal_id: connection.portalId,
  portal_name: connection.portalName,
  account_type: connection.accountType,
  hublet: connection.hublet,
  ui_domain: connection.uiDomain,
  time_zone: connection.timeZone,
  hubspot_user_id: connection.hubspotUserId,
  hubspot_app_id: connection.hubspotAppId,
  hubspot_scopes: [...connection.hubspotScopes],
  custom_object_types: JSON.stringify(connection.customObjectTypes),
  budget: JSON.stringify(connection.budget),
  created_at: connection.createdAt,
  checked_at: connection.checkedAt,
})
