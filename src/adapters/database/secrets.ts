/** Sealed secrets, version by version. Sees ciphertext only. */
import type { SealedSecret, SecretRepository } from '../../application/ports.ts'
import type { Database } from './pool.ts'

export function secretRepository(db: Database): SecretRepository {
  return {
    current: (connectionId, field) =>
      db
        .selectFrom('secret_version')
        .select(COLUMNS)
        .where('connection_id', '=', connectionId)
        .where('field', '=', field)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst(),
    version: (connectionId, field, version) =>
      db
        .selectFrom('secret_version')
        .select(COLUMNS)
        .where('connection_id', '=', connectionId)
        .where('field', '=', field)
        .where('version', '=', version)
        .executeTakeFirst(),
    insert: async (secret) => {
      await db.insertInto('secret_version').values(row(secret)).execute()
    },
    removeBelow: async (connectionId, field, version) => {
      await db
        .deleteFrom('secret_version')
        .where('connection_id', '=', connectionId)
        .where('field', '=', field)
        .where('version', '<', version)
        .execute()
    },
    keepOnly: async (connectionId, fields) => {
      await db
        .deleteFrom('secret_version')
        .where('connection_id', '=', connectionId)
        .where('field', 'not in', [...fields])
        .execute()
    },
    removeAll: async (connectionId) => {
      await db.deleteFrom('secret_version').where('connection_id', '=', connectionId).execute()
    },
  }
}

const COLUMNS = [
  'connection_id as connectionId',
  'field',
  'version',
  'kek_id as kekId',
  'kek_version as kekVersion',
  'wrapped_key as wrappedKey',
  'ciphertext',
  'created_at as createdAt',
] as const

const row = (secret: SealedSecret) => ({
  connection_id: secret.connectionId,
  field: secret.field,
  version: secret.version,
  kek_id: secret.kekId,
  kek_version: secret.kekVersion,
  wrapped_key: Buffer.from(secret.wrappedKey),
  ciphertext: Buffer.from(secret.ciphertext),
  created_at: secret.createdAt,
})
