/**
 * Clients that registered themselves. Anybody on the network can, while it is switched on, so there
 * is a limit per hour and one in all, and whoever nobody let in for a month is forgotten.
 */
import { sql } from 'kysely'
import type { RegisteredClients } from '../../../application/authorisation/ports.ts'
import type { Database } from '../pool.ts'

const PER_HOUR = 30
const IN_ALL = 1_000

export function createRegisteredClients(db: Database): RegisteredClients {
  return {
    async get(id) {
      const found = await db
        .selectFrom('registered_client')
        .select('metadata')
        .where('id', '=', id)
        .executeTakeFirst()
      return found?.metadata
    },
    insert: (id, metadata) =>
      db.transaction().execute(async (tx) => {
        // One at a time, or many at once would all see room.
        await sql`lock table registered_client in share row exclusive mode`.execute(tx)
        await sql`
          delete from registered_client where created_at < now() - interval '30 days'
            and not exists (select from authorisation where client_id = registered_client.id)
        `.execute(tx)
        const { rows } = await sql<{ recent: number; all: number }>`
          select count(*)::int as all,
            (count(*) filter (where created_at > now() - interval '1 hour'))::int as recent
          from registered_client
        `.execute(tx)
        const [count] = rows
        if (!count || count.recent >= PER_HOUR || count.all >= IN_ALL) return false
        await tx
          .insertInto('registered_client')
          .values({ id, metadata: JSON.stringify(metadata), created_at: new Date() })
          .execute()
        return true
      }),
  }
}
