/** Group × connection × scopes. The scopes were parsed before they were written. */
import type { Grant } from '../../domain/access/entities.ts'
import type { Scope } from '../../domain/access/scope.ts'
import type { GrantRepository } from '../../application/ports.ts'
import { orConflict } from './conflict.ts'
import type { Database } from './pool.ts'

export function grantRepository(db: Database): GrantRepository {
  const all = () => db.selectFrom('access_grant').select(COLUMNS)
  return {
    list: async ({ groupId, connectionId } = {}) => {
      const rows = await all()
        .$if(groupId !== undefined, (query) => query.where('group_id', '=', groupId ?? ''))
        .$if(connectionId !== undefined, (query) =>
          query.where('connection_id', '=', connectionId ?? ''),
        )
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(grantOf)
    },
    get: async (id) => {
      const found = await all().where('id', '=', id).executeTakeFirst()
      return found && grantOf(found)
    },
    insert: async (grant) => {
      const statement = db.insertInto('access_grant').values({ id: grant.id, ...row(grant) })
      await orConflict(
        statement.execute(),
        'The group or the connection of this grant has just gone.',
      )
    },
    update: async (grant) => {
      await db.updateTable('access_grant').set(row(grant)).where('id', '=', grant.id).execute()
    },
    remove: async (id) => {
      await db.deleteFrom('access_grant').where('id', '=', id).execute()
    },
    removeForConnection: async (connectionId) => {
      await db.deleteFrom('access_grant').where('connection_id', '=', connectionId).execute()
    },
  }
}

const COLUMNS = [
  'id',
  'group_id as groupId',
  'connection_id as connectionId',
  'scopes',
  'expires_at as expiresAt',
] as const

const row = ({ groupId, connectionId, scopes, expiresAt }: Grant) => ({
  group_id: groupId,
  connection_id: connectionId,
  scopes: [...scopes],
  expires_at: expiresAt,
})

interface GrantRow extends Omit<Grant, 'scopes'> {
  readonly scopes: readonly string[]
}

/** Text comes back as it was written, and only parsed scopes are ever written. */
const grantOf = (found: GrantRow): Grant => ({ ...found, scopes: found.scopes as Scope[] })
