/** Keys that sign access tokens; the private half is ciphertext here. */
import { sql } from 'kysely'
import type { SigningKeys } from '../../../application/authorisation/ports.ts'
import type { Database } from '../pool.ts'

export function createSigningKeys(db: Database): SigningKeys {
  return {
    async list() {
      const rows = await db
        .selectFrom('signing_key')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        publicJwk: row.public_jwk,
        sealed: {
          kekId: row.kek_id,
          kekVersion: row.kek_version,
          wrappedKey: row.wrapped_key,
          ciphertext: row.ciphertext,
        },
        createdAt: row.created_at,
      }))
    },
    insertUnlessYounger: (key, than) =>
      db.transaction().execute(async (tx) => {
        await sql`lock table signing_key in share row exclusive mode`.execute(tx)
        const there = await tx
          .selectFrom('signing_key')
          .select('id')
          .where('created_at', '>', than)
          .executeTakeFirst()
        if (there) return
        await tx
          .insertInto('signing_key')
          .values({
            id: key.id,
            public_jwk: JSON.stringify(key.publicJwk),
            kek_id: key.sealed.kekId,
            kek_version: key.sealed.kekVersion,
            wrapped_key: Buffer.from(key.sealed.wrappedKey),
            ciphertext: Buffer.from(key.sealed.ciphertext),
            created_at: key.createdAt,
          })
          .execute()
      }),
    forgetReplaced: async (before) => {
      await sql`
        delete from signing_key where exists (
          select from signing_key as newer
          where newer.created_at > signing_key.created_at and newer.created_at < ${before})
      `.execute(db)
    },
  }
}
