/** What the database knows of the installation: itself, its migrations, the keys of the vault. */
import { sql } from 'kysely'
import type { Installation } from '../../../application/activity/ports.ts'
import type { Database } from '../pool.ts'

type About = Awaited<ReturnType<Installation['about']>>
type VaultKeys = Awaited<ReturnType<Installation['vault']>>['keys']

export async function aboutDatabase(db: Database): Promise<Omit<About['database'], 'kind'>> {
  const { rows } = await sql<{ version: string; sizeBytes: number; migrations: string[] }>`
    select current_setting('server_version') as version,
           pg_database_size(current_database()) as "sizeBytes",
           array(select name from migration_checksum order by name) as migrations`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('a select without a from clause always has one row')
  return row
}

/** @param currentId of the key that new secrets are sealed with */
export async function vaultKeys(db: Database, currentId: string): Promise<VaultKeys> {
  const { rows } = await sql<VaultKeys[number] & { isNewest: boolean }>`
    select kek_id as "kekId", kek_version as "kekVersion", fingerprint, created_at as since,
      kek_id = ${currentId} and kek_version = max(kek_version) over (partition by kek_id) as current,
      (select count(*) from secret_version sealed where (sealed.kek_id, sealed.kek_version) =
         (check_.kek_id, check_.kek_version) and not exists (select from secret_version newer
           where newer.connection_id = sealed.connection_id and newer.field = sealed.field
             and newer.version > sealed.version)) as secrets,
      (select count(*) from secret_version sealed where (sealed.kek_id, sealed.kek_version) =
         (check_.kek_id, check_.kek_version)) as versions
    from kek_check check_ order by created_at desc, kek_id`.execute(db)
  return rows
}
