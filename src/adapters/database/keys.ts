/** Client keys by their SHA-256. The hash goes in and never comes out here. */
import type { KeyRepository } from '../../application/ports.ts'
import { orConflict } from './conflict.ts'
import type { Database } from './pool.ts'

export function keyRepository(db: Database): KeyRepository {
  const all = () => db.selectFrom('client_key').select(COLUMNS)
  const unrevoked = (at: Date) =>
    db.updateTable('client_key').set({ revoked_at: at }).where('revoked_at', 'is', null)
  return {
    list: ({ principalId } = {}) =>
      all()
        .$if(principalId !== undefined, (query) =>
          query.where('principal_id', '=', principalId ?? ''),
        )
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    insert: async (key) => {
      const statement = db.insertInto('client_key').values({
        id: key.id,
        principal_id: key.principalId,
        name: key.name,
        hash: Buffer.from(key.hash),
        created_at: key.createdAt,
        expires_at: key.expiresAt,
        revoked_at: key.revokedAt,
      })
      await orConflict(statement.execute(), 'There is already such a key.')
    },
    revoke: async (id, at) => {
      await unrevoked(at).where('id', '=', id).execute()
    },
    revokeAllOf: async (principalId, at) => {
      await unrevoked(at).where('principal_id', '=', principalId).execute()
    },
  }
}

const COLUMNS = [
  'id',
  'principal_id as principalId',
  'name',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'revoked_at as revokedAt',
] as const
