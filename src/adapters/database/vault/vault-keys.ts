/** The versions of the master key, who holds them, and how they come and go. Never a key. */
import { sql } from 'kysely'
import type { VaultKey, VaultKeyRepository } from '../../../application/vault/ports.ts'
import { HubwardError } from '../../../domain/errors.ts'
import type { Database } from '../pool.ts'
import { countSealed } from './sealed-places.ts'

/** Foreign key violation (PostgreSQL, appendix A): something names the row that is to go. */
const STILL_NAMED = '23503'

export function vaultKeyRepository(db: Database): VaultKeyRepository {
  const all = () => db.selectFrom('kek_check').select(COLUMNS).where('kek_id', '=', 'local')
  return {
    active: () => all().where('state', '=', 'active').executeTakeFirst(),
    get: (version) => all().where('kek_version', '=', version).executeTakeFirst(),
    list: async () => {
      const keys: VaultKey[] = await all().orderBy('kek_version').execute()
      const counts = await countSealed(db)
      return keys.map((key) => ({ ...key, sealed: counts.get(key.version) ?? 0 }))
    },
    retired: () =>
      db
        .selectFrom('kek_retired')
        .select([
          'kek_version as version',
          'fingerprint',
          'added_at as addedAt',
          'retired_at as retiredAt',
        ])
        .orderBy('kek_version')
        .execute(),
    nextVersion: async () => {
      const { rows } = await sql<{ next: number }>`
        select 1 + max(kek_version) as next
          from (select kek_version from kek_check union all select kek_version from kek_retired) every`.execute(
        db,
      )
      return rows[0]?.next ?? 1
    },
    add: async ({ version, fingerprint }, canary) => {
      await db
        .insertInto('kek_check')
        .values({
          kek_id: 'local',
          kek_version: version,
          fingerprint,
          sealed: Buffer.from(canary),
          state: 'added',
        })
        .execute()
    },
    activate: async (version) => {
      await db
        .updateTable('kek_check')
        .set({ state: 'replaced' })
        .where('state', '=', 'active')
        .execute()
      const { numUpdatedRows } = await db
        .updateTable('kek_check')
        .set({ state: 'active' })
        .where('kek_version', '=', version)
        .executeTakeFirst()
      // Without this the vault would be left with no key that seals.
      if (numUpdatedRows === 0n)
        throw new HubwardError(
          'vault.no_second_key',
          'The new master key was retired meanwhile. See `hubward vault status`, and rotate again.',
        )
    },
    retire: async (version, at) => {
      await sql`
        insert into kek_retired (kek_id, kek_version, fingerprint, added_at, retired_at)
        select kek_id, kek_version, fingerprint, created_at, ${at} from kek_check
         where kek_version = ${version}`.execute(db)
      try {
        await db.deleteFrom('kek_check').where('kek_version', '=', version).execute()
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === STILL_NAMED)) throw cause
        throw new HubwardError(
          'vault.key_in_use',
          'This master key cannot be retired yet: something is still sealed under it.',
          { cause },
        )
      }
    },
    holders: async () =>
      (
        await db
          .selectFrom('vault_holder')
          .select(['process_id as processId', 'host', 'fingerprints'])
          .where('seen_at', '>', sql<Date>`now() - interval '30 seconds'`)
          .orderBy('process_id')
          .execute()
      ).map((holder) => ({ ...holder })),
    beat: async ({ processId, host, fingerprints }) => {
      const seen = { host, fingerprints: [...fingerprints], seen_at: sql<Date>`now()` }
      await db
        .insertInto('vault_holder')
        .values({ process_id: processId, ...seen })
        .onConflict((clash) => clash.column('process_id').doUpdateSet(seen))
        .execute()
      await db
        .deleteFrom('vault_holder')
        .where('seen_at', '<', sql<Date>`now() - interval '1 day'`)
        .execute()
    },
    leave: async (processId) => {
      await db.deleteFrom('vault_holder').where('process_id', '=', processId).execute()
    },
  }
}

const COLUMNS = ['kek_version as version', 'fingerprint', 'state', 'created_at as since'] as const
