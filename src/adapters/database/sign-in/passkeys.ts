/** Passkeys: public keys and their counters. */
import { sql } from 'kysely'
import type { PasskeyRepository } from '../../../application/sign-in/ports.ts'
import { orConflict } from '../conflict.ts'
import type { Database } from '../pool.ts'

export function passkeyRepository(db: Database): PasskeyRepository {
  const all = () => db.selectFrom('passkey').select(COLUMNS)
  return {
    list: (principalId) =>
      all()
        .$if(principalId !== undefined, (q) => q.where('principal_id', '=', principalId ?? ''))
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    findByCredential: (credentialId) =>
      all().where('credential_id', '=', credentialId).executeTakeFirst(),
    async insert(passkey) {
      const statement = db.insertInto('passkey').values({
        id: passkey.id,
        principal_id: passkey.principalId,
        credential_id: passkey.credentialId,
        public_key: Buffer.from(passkey.publicKey),
        counter: passkey.counter,
        transports: [...passkey.transports],
        synced: passkey.synced,
        name: passkey.name,
        created_at: passkey.createdAt,
        used_at: passkey.usedAt,
      })
      await orConflict(statement.execute(), 'This passkey is kept already.')
    },
    async rename(id, name) {
      await db.updateTable('passkey').set({ name }).where('id', '=', id).execute()
    },
    async use(id, counter, at) {
      // Two answers with one counter value: the second is from a copy of the authenticator.
      const { numUpdatedRows } = await db
        .updateTable('passkey')
        .set({ counter, used_at: at })
        .where('id', '=', id)
        .where(sql<boolean>`(counter < ${counter} or (counter = 0 and ${counter} = 0))`)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async remove(id) {
      await db.deleteFrom('passkey').where('id', '=', id).execute()
    },
    async removeAllOf(principalId) {
      const { numDeletedRows } = await db
        .deleteFrom('passkey')
        .where('principal_id', '=', principalId)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

const COLUMNS = [
  'id',
  'principal_id as principalId',
  'credential_id as credentialId',
  'public_key as publicKey',
  'counter',
  'transports',
  'synced',
  'name',
  'created_at as createdAt',
  'used_at as usedAt',
] as const
