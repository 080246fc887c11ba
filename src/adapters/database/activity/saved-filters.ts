/** Saved filters as rows; what they hold is never read here. */
import type { SavedFilters } from '../../../application/activity/ports.ts'
import type { Database } from '../pool.ts'

export function createSavedFilters(db: Database): SavedFilters {
  const all = () => db.selectFrom('saved_filter').select(COLUMNS)
  return {
    list: (ownerId) =>
      all()
        .where((row) => row.or([row('owner_id', '=', ownerId), row('shared', '=', true)]))
        .orderBy('name')
        .orderBy('id')
        .execute(),
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    async save({ id, ownerId, name, shared, filter, createdAt }) {
      const changing = { name, shared, filter: JSON.stringify(filter) }
      await db
        .insertInto('saved_filter')
        .values({ id, owner_id: ownerId, created_at: createdAt, ...changing })
        .onConflict((clash) => clash.column('id').doUpdateSet(changing))
        .execute()
    },
    async remove(id) {
      await db.deleteFrom('saved_filter').where('id', '=', id).execute()
    },
  }
}

const COLUMNS = [
  'id',
  'owner_id as ownerId',
  'name',
  'shared',
  'filter',
  'created_at as createdAt',
] as const
