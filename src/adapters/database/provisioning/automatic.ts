/** Whether wishes are carried out without a person, and what the last round saw. */
import type { ProvisioningRepository } from '../../../application/people/provisioning/ports.ts'
import type { Database } from '../pool.ts'

type Queries = Pick<
  ProvisioningRepository,
  'automatic' | 'saveAutomatic' | 'automatics' | 'saveAutomaticMark'
>

export const automaticQueries = (db: Database): Queries => ({
  async automatic(connectionId) {
    const row = await db
      .selectFrom('provisioning')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
    return row?.automatic_at && row.automatic_by !== null
      ? {
          by: { id: row.automatic_by, name: row.automatic_by_name ?? '' },
          at: row.automatic_at,
        }
      : null
  },
  async saveAutomatic(connectionId, automatic) {
    const values = {
      automatic_by: automatic?.by.id ?? null,
      automatic_by_name: automatic?.by.name ?? null,
      automatic_at: automatic?.at ?? null,
      automatic_seen: null,
      automatic_told: null,
    }
    await db
      .insertInto('provisioning')
      .values({ connection_id: connectionId, ...values })
      .onConflict((clash) => clash.column('connection_id').doUpdateSet(values))
      .execute()
  },
  async automatics() {
    const rows = await db
      .selectFrom('provisioning')
      .select(['connection_id', 'automatic_seen', 'automatic_told'])
      .where('automatic_at', 'is not', null)
      .orderBy('connection_id')
      .execute()
    return rows.map((row) => ({
      connectionId: row.connection_id,
      seen: row.automatic_seen,
      told: row.automatic_told,
    }))
  },
  saveAutomaticMark: async (connectionId, { seen, told }) =>
    void (await db
      .updateTable('provisioning')
      .set({ automatic_seen: seen, automatic_told: told })
      .where('connection_id', '=', connectionId)
      .execute()),
})
