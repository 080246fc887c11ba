/** What senders wrote, sealed: one row for each request that has any. */
import type { WordsRepository } from '../../../application/intake/ports.ts'
import type { Database } from '../pool.ts'
import { SEALED_COLUMNS, sealedColumns, sealedValueIn } from '../sealed-columns.ts'

export function wordsRepository(db: Database): WordsRepository {
  return {
    async put(intakeId, sealed) {
      const columns = sealedColumns(sealed)
      await db
        .insertInto('intake_words')
        .values({ intake_id: intakeId, ...columns })
        .onConflict((clash) => clash.column('intake_id').doUpdateSet(columns))
        .execute()
    },
    async get(intakeId) {
      const row = await db
        .selectFrom('intake_words')
        .select(SEALED_COLUMNS)
        .where('intake_id', '=', intakeId)
        .executeTakeFirst()
      return sealedValueIn(row)
    },
  }
}
