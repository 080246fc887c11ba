/** The canary rows of master keys. */
import type { MasterKeyChecks } from '../../application/connection/ports.ts'
import type { Database } from './pool.ts'

export function masterKeyChecks(db: Database): MasterKeyChecks {
  return {
    list: () =>
      db
        .selectFrom('kek_check')
        .select(['kek_id as kekId', 'kek_version as kekVersion', 'fingerprint', 'sealed'])
        .orderBy('kek_id')
        .orderBy('kek_version')
        .execute(),
    enrol: async ({ kekId, kekVersion, fingerprint, sealed }) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('kek_check')
        .values({
          kek_id: kekId,
          kek_version: kekVersion,
          fingerprint,
          sealed: Buffer.from(sealed),
        })
        .onConflict((clash) => clash.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    anythingSealed: async () => {
      const secret = await db.selectFrom('secret_version').select('version').executeTakeFirst()
      return secret !== undefined
    },
  }
}
