/** The ages of access tokens, and the authorisations under way. */
import { sql } from 'kysely'
import type {
  OAuthRepository,
  PendingAuthorisation,
  SealedValue,
} from '../../application/connection/ports.ts'
import type { Database } from './pool.ts'

export function oauthRepository(db: Database): OAuthRepository {
  return {
    life: (connectionId) =>
      db
        .selectFrom('oauth_life')
        .select([
          'connection_id as connectionId',
          'generation',
          'issued_at as issuedAt',
          'expires_at as expiresAt',
        ])
        .where('connection_id', '=', connectionId)
        .where('ended', '=', false)
        .executeTakeFirst(),
    begin: async ({ connectionId, issuedAt, expiresAt }) => {
      const times = { issued_at: issuedAt, expires_at: expiresAt }
      await db
        .insertInto('oauth_life')
        .values({ connection_id: connectionId, generation: 1, ...times })
        .onConflict((clash) =>
          clash.column('connection_id').doUpdateSet({
            ...times,
            generation: sql`oauth_life.generation + 1`,
            ended: false,
          }),
        )
        .execute()
    },
    advance: async (life) => {
      const { numUpdatedRows } = await db
        .updateTable('oauth_life')
        .set({
          generation: life.generation,
          issued_at: life.issuedAt,
          expires_at: life.expiresAt,
        })
        .where('connection_id', '=', life.connectionId)
        .where('generation', '=', life.generation - 1)
        .where('ended', '=', false)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    end: async (connectionId) => {
      await db
        .updateTable('oauth_life')
        .set({ ended: true })
        .where('connection_id', '=', connectionId)
        .execute()
    },
    insertPending: async (pending) => {
      await db
        .deleteFrom('oauth_authorization')
        .where('expires_at', '<', pending.createdAt)
        .execute()
      await db.insertInto('oauth_authorization').values(pendingRow(pending)).execute()
      const secrets = Object.entries(pending.secrets).map(([field, sealed]) => ({
        state_hash: pending.stateHash,
        field,
        ...sealedRow(sealed),
      }))
      if (secrets.length > 0)
        await db.insertInto('oauth_authorization_secret').values(secrets).execute()
    },
    takePending: async (stateHash, begunBy) => {
      // The row is locked before its secrets are read and the row deleted, so one taker wins.
      const found = await db
        .selectFrom('oauth_authorization')
        .selectAll()
        .where('state_hash', '=', stateHash)
        .where('begun_by', '=', begunBy)
        .forUpdate()
        .executeTakeFirst()
      if (!found) return undefined
      const secrets = await db
        .selectFrom('oauth_authorization_secret')
        .selectAll()
        .where('state_hash', '=', stateHash)
        .execute()
      await db.deleteFrom('oauth_authorization').where('state_hash', '=', stateHash).execute()
      return {
        stateHash,
        id: found.id,
        begunBy: found.begun_by,
        request: found.request,
        secrets: Object.fromEntries(secrets.map((secret) => [secret.field, sealedOf(secret)])),
        createdAt: found.created_at,
        expiresAt: found.expires_at,
      }
    },
  }
}

const pendingRow = (pending: PendingAuthorisation) => ({
  state_hash: pending.stateHash,
  id: pending.id,
  begun_by: pending.begunBy,
  request: JSON.stringify(pending.request),
  created_at: pending.createdAt,
  expires_at: pending.expiresAt,
})

const sealedRow = (sealed: SealedValue) => ({
  kek_id: sealed.kekId,
  kek_version: sealed.kekVersion,
  wrapped_key: Buffer.from(sealed.wrappedKey),
  ciphertext: Buffer.from(sealed.ciphertext),
})

interface SealedRow {
  readonly kek_id: string
  readonly kek_version: number
  readonly wrapped_key: Uint8Array
  readonly ciphertext: Uint8Array
}

const sealedOf = (found: SealedRow): SealedValue => ({
  kekId: found.kek_id,
  kekVersion: found.kek_version,
  wrappedKey: found.wrapped_key,
  ciphertext: found.ciphertext,
})
