/** Addresses of those who handed a key over: sealed, and gone as soon as they were told. */
import { sql } from 'kysely'
import type { SenderRepository } from '../../../application/intake/ports.ts'
import type { Database } from '../pool.ts'
import { SEALED_COLUMNS, sealedColumns, sealedValue } from '../sealed-columns.ts'

export function senderRepository(db: Database): SenderRepository {
  return {
    async put(intakeId, sealed, wipeAt) {
      await db
        .insertInto('intake_sender')
        .values({ intake_id: intakeId, ...sealedColumns(sealed), wipe_at: wipeAt })
        .execute()
    },
    async get(intakeId) {
      const row = await db
        .selectFrom('intake_sender')
        .select([...SEALED_COLUMNS, 'settled'])
        .where('intake_id', '=', intakeId)
        .executeTakeFirst()
      return row && { sealed: sealedValue(row), settled: row.settled }
    },
    async intakeOf(connectionId) {
      const row = await db
        .selectFrom('intake_sender as s')
        .innerJoin('intake as i', 'i.id', 's.intake_id')
        .select('i.id')
        .where('i.connection_id', '=', connectionId)
        .where('i.replaces', 'is', null)
        .executeTakeFirst()
      return row?.id
    },
    async settle(intakeId, outcome) {
      const row = await db
        .updateTable('intake_sender')
        .set({ settled: sql`array_append(settled, ${outcome})` })
        .where('intake_id', '=', intakeId)
        .where(sql<boolean>`not (${outcome} = any (settled))`)
        .returning('settled')
        .executeTakeFirst()
      return row?.settled
    },
    async wipe(intakeId) {
      await db.deleteFrom('intake_sender').where('intake_id', '=', intakeId).execute()
    },
    async wipeOld(now) {
      await db.deleteFrom('intake_sender').where('wipe_at', '<=', now).execute()
    },
  }
}
