import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg, { type PoolConfig } from 'pg'
import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/start.ts'
import { migrate } from '../../src/adapters/database/migrate.ts'
import { createDatabase, createPool } from '../../src/adapters/database/pool.ts'
import { installJobs } from '../../src/adapters/jobs/install-jobs.ts'
import { HubwardError } from '../../src/domain/errors.ts'

export interface TestServer {
  readonly connection: PoolConfig
  /** A database with every migration applied, to which nobody is connected. */
  readonly template: string
  stop(): Promise<void>
}

/** `hubward_test_<made at, base 36 ms>_<what>`: the time tells a leftover from a run in progress. */
export function testDatabaseName(what: string): string {
  return `hubward_test_${Date.now().toString(36)}_${what}`
}

export async function prepareTestServer(): Promise<TestServer> {
  const url = process.env['DATABASE_URL']
  const server = url ? external(url) : await embedded()
  try {
    await dropLeftovers(server)
    const template = testDatabaseName(`template_${process.pid}`)
    await administer(server.connection, `create database ${template}`)
    const pool = createPool(forDatabase(server.connection, template))
    const db = createDatabase(pool)
    try {
      await migrate(db)
      await installJobs(pool)
    } finally {
      await db.destroy()
    }
    return {
      connection: server.connection,
      template,
      stop: async () => {
        if (!server.ours) await dropDatabase(server.connection, template)
        await server.stop()
      },
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** A connection string names a database of its own, which would win over `database`. */
export function forDatabase(connection: PoolConfig, database: string): PoolConfig {
  if (connection.connectionString === undefined) return { ...connection, database }
  const url = new URL(connection.connectionString)
  url.pathname = `/${database}`
  return { ...connection, connectionString: url.href }
}

/** One statement outside any test database. */
export async function administer(
  connection: PoolConfig,
  statement: string,
): Promise<pg.QueryResult> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}

export async function dropDatabase(connection: PoolConfig, name: string): Promise<void> {
  await administer(connection, `drop database if exists ${name} with (force)`)
}

interface RunningServer {
  readonly connection: PoolConfig
  /** Nobody else uses it, so whatever is found in it is a leftover. */
  readonly ours: boolean
  stop(): Promise<void>
}

const external = (url: string): RunningServer => ({
  connection: { connectionString: url },
  ours: false,
  stop: () => Promise.resolve(),
})

/** Runs at one time in one checkout. */
const SLOTS = 16

/**
 * A folder per run in progress, by number: a killed run leaves its server and folder behind, and the
 * next run that gets the number adopts them. So leftovers are bounded, and none is in the way.
 */
async function embedded(): Promise<RunningServer> {
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  for (let slot = 0; slot < SLOTS; slot++) {
    const dataDir = join(tmpdir(), `hubward-tests-${process.getuid?.() ?? 0}-${checkout}-${slot}`)
    try {
      const server = await startEmbeddedPostgres({ dataDir, settings: FAST })
      // The folder stays: another run may be starting in it the moment our lock is gone.
      return { connection: server.connection, ours: true, stop: () => server.stop() }
    } catch (error) {
      if (!(error instanceof HubwardError) || error.code !== 'database.folder_in_use') throw error
    }
  }
  throw new Error(`${SLOTS} test runs are in progress in this checkout`)
}

/** Nothing here outlives a power cut. */
const FAST = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }

/** On a server that others use, only what is too old to belong to a run in progress. */
const LEFTOVER_AFTER_MS = 2 * 60 * 60_000

async function dropLeftovers(server: RunningServer): Promise<void> {
  const { rows } = await administer(
    server.connection,
    `select datname from pg_database where datname ~ '^hubward_test_[0-9a-z]+_'`,
  )
  for (const { datname } of rows as { datname: string }[]) {
    const madeAt = parseInt(datname.split('_')[2] ?? '', 36)
    if (server.ours || Date.now() - madeAt > LEFTOVER_AFTER_MS) {
      await dropDatabase(server.connection, datname)
    }
  }
}
