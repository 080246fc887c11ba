/** Brings the database up: the embedded PostgreSQL, or the one that `DATABASE_URL` names. */
import type pg from 'pg'
import { runningServer } from '../adapters/database/embedded/beside.ts'
import { migrate } from '../adapters/database/migrate.ts'
import { createDatabase, createPool, type Database } from '../adapters/database/pool.ts'
import { startEmbeddedPostgres, type Progress } from '../adapters/database/embedded/start.ts'
import { installJobs } from '../adapters/jobs/install-jobs.ts'
import type { Log } from '../application/ports.ts'
import type { Config } from './config.ts'

export interface OpenDatabase {
  /** For connections of their own (listener, call log). */
  readonly config: pg.PoolConfig
  readonly pool: pg.Pool
  readonly db: Database
  close(): Promise<void>
}

export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
  onProgress: (step: Progress | 'migrating') => void,
): Promise<OpenDatabase> {
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({
        dataDir: config.dataDir,
        onProgress,
        log: (message) => log.warn({}, message),
      })
  const connection = embedded?.connection ?? { connectionString: config.databaseUrl }
  const pool = createPool(connection)
  const db = createDatabase(pool)
  try {
    const applied = await migrate(db)
    await installJobs(pool)
    if (applied.length > 0) log.info({ applied }, 'database: migrated')
  } catch (error) {
    await db.destroy()
    await embedded?.stop()
    throw error
  }
  return {
    config: connection,
    pool,
    db,
    async close() {
      await db.destroy()
      await embedded?.stop()
    },
  }
}

/** A database of the operator's own as it is: nothing is migrated, and nothing is asked of it yet. */
export function openExternalDatabase(connectionString: string): OpenDatabase {
  const config = { connectionString }
  const pool = createPool({ ...config, max: 2 })
  const db = createDatabase(pool)
  return { config, pool, db, close: () => db.destroy() }
}

/**
 * The embedded database that a running Hubward holds, for a command of the operator beside it: it
 * is neither started nor stopped. `undefined` where none runs, or `DATABASE_URL` is set.
 */
export function openDatabaseBeside({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): OpenDatabase | undefined {
  const config = databaseUrl ? undefined : runningServer(dataDir)
  if (!config) return undefined
  const pool = createPool(config)
  const db = createDatabase(pool)
  return { config, pool, db, close: () => db.destroy() }
}
