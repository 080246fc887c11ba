/** What the database knows of the installation: itself and its migrations. */
import { sql } from 'kysely'
import type { Installation } from '../../../application/activity/ports.ts'
import type { Database } from '../pool.ts'

type About = Awaited<ReturnType<Installation['about']>>

export async function aboutDatabase(db: Database): Promise<Omit<About['database'], 'kind'>> {
  const { rows } = await sql<{ version: string; sizeBytes: number; migrations: string[] }>`
    select current_setting('server_version') as version,
           pg_database_size(current_database()) as "sizeBytes",
           array(select name from migration_checksum order by name) as migrations`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('a select without a from clause always has one row')
  return row
}
