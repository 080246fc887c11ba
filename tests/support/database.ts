import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg, { type PoolConfig } from 'pg'
import { inject } from 'vitest'
import { createDatabase, createPool, type Database } from '../../src/adapters/database/pool.ts'
import './global-setup.ts'
import { administer, dropDatabase, forDatabase, testDatabaseName } from './test-server.ts'

export interface TestDatabase {
  readonly pool: pg.Pool
  /** The query builder over `pool`. */
  readonly db: Database
  /** For a further pool or client, also from another process (it is plain data). */
  readonly config: PoolConfig
  /** Ends the pool and removes the database. Call it in `afterAll`. */
  drop(): Promise<void>
}

/**
 * A database of its own for a test file, cloned from the migrated template (about 20 ms), with no
 * organisation in it. Fails loudly when the run has no PostgreSQL.
 *
 * @param options.empty without our tables, for the tests of the migrator itself
 */
export async function testDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = inject('testServer')
  if ('failure' in server) throw new Error(`There is no database to test with: ${server.failure}`)
  const name = testDatabaseName(randomBytes(6).toString('hex'))
  await clone(server.connection, options.empty ? 'template0' : server.template, name)
  const config = forDatabase(server.connection, name)
  const pool = createPool(config)
  const drop = async (): Promise<void> => {
    if (!pool.ending) await pool.end()
    await dropDatabase(server.connection, name)
  }
  return { pool, db: createDatabase(pool), config, drop }
}

/** SQLSTATE object_in_use: somebody is connected to the template, perhaps an autovacuum worker. */
const OBJECT_IN_USE = '55006'

async function clone(connection: PoolConfig, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await administer(connection, `create database ${name} template ${template}`)
      return
    } catch (error) {
      const busy = error instanceof pg.DatabaseError && error.code === OBJECT_IN_USE
      if (!busy || attempt === 50) throw error
      await sleep(20 * attempt)
    }
  }
}
