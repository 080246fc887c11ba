/** One-time links. Claiming is one conditional update, so of any number of claims one wins. */
import type { LinkRepository } from '../../../application/sign-in/ports.ts'
import type { Database } from '../pool.ts'
import { bytes } from '../sealed-columns.ts'

export function linkRepository(db: Database): LinkRepository {
  const all = () => db.selectFrom('one_time_link').select(COLUMNS)
  return {
    find: (hash) => all().where('token_hash', '=', bytes(hash)).executeTakeFirst(),
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    listOpen(now, principalId) {
      let query = all()
        .where('purpose', '=', 'invitation')
        .where('used_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
      if (principalId !== undefined) query = query.where('principal_id', '=', principalId)
      return query.orderBy('created_at', 'desc').orderBy('id').execute()
    },
    async insert(link, token) {
      await db
        .insertInto('one_time_link')
        .values({
          id: link.id,
          purpose: link.purpose,
          token_hash: bytes(token),
          principal_id: link.principalId,
          made_by: link.madeBy,
          created_at: link.createdAt,
          expires_at: link.expiresAt,
          used_at: link.usedAt,
          revoked_at: link.revokedAt,
        })
        .execute()
    },
    claim: (hash, now) =>
      db
        .updateTable('one_time_link')
        .set({ used_at: now })
        .where('token_hash', '=', bytes(hash))
        .where('used_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .returning(COLUMNS)
        .executeTakeFirst(),
    async revokeAll({ purpose, principalId, id }, at) {
      let query = db
        .updateTable('one_time_link')
        .set({ revoked_at: at })
        .where('purpose', '=', purpose)
        .where('used_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', at)
      if (principalId !== undefined) query = query.where('principal_id', '=', principalId)
      if (id !== undefined) query = query.where('id', '=', id)
      return (await query.returning('id').execute()).map((link) => link.id)
    },
  }
}

const COLUMNS = [
  'id',
  'purpose',
  'principal_id as principalId',
  'made_by as madeBy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'used_at as usedAt',
  'revoked_at as revokedAt',
] as const
