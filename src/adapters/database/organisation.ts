/** The one organisation's row. */
import type { OrganisationRepository } from '../../application/ports.ts'
import type { Database } from './pool.ts'

export function organisationRepository(db: Database): OrganisationRepository {
  return {
    get: () => db.selectFrom('organisation').select(['id', 'name']).executeTakeFirst(),
    save: async ({ id, name }) => {
      await db
        .insertInto('organisation')
        .values({ id, name })
        .onConflict((clash) => clash.column('the_one').doUpdateSet({ name }))
        .execute()
    },
  }
}
