/** The key that signs evidence, as a row; the private half is ciphertext here. */
import type { EvidenceKeys } from '../../../application/review/ports.ts'
import type { Database } from '../pool.ts'

export const createEvidenceKeys = (db: Database): EvidenceKeys => ({
  async get() {
    const row = await db.selectFrom('evidence_key').selectAll().executeTakeFirst()
    return (
      row && {
        id: row.id,
        publicKey: row.public_key,
        sealed: {
          kekId: row.kek_id,
          kekVersion: row.kek_version,
          wrappedKey: row.wrapped_key,
          ciphertext: row.ciphertext,
        },
        createdAt: row.created_at,
      }
    )
  },
  insertUnlessThere: async ({ id, publicKey, sealed, createdAt }) =>
    void (await db
      .insertInto('evidence_key')
      .values({
        id,
        public_key: Buffer.from(publicKey),
        kek_id: sealed.kekId,
        kek_version: sealed.kekVersion,
        wrapped_key: Buffer.from(sealed.wrappedKey),
        ciphertext: Buffer.from(sealed.ciphertext),
        created_at: createdAt,
      })
      .onConflict((clash) => clash.column('the_one').doNothing())
      .execute()),
})
