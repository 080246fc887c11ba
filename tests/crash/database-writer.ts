import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from '../../src/adapters/database/embedded/start.ts'
import { createPool } from '../../src/adapters/database/pool.ts'

/**
 * The victim of database.test.ts: writes as fast as it can until it is killed, and says each change
 * only after the database has acknowledged it. A change is two rows in one transaction, so that half
 * of one would show. First line: the pid of the server; then one number per line.
 */
const [dataDir, first] = process.argv.slice(2)
if (dataDir === undefined || first === undefined) {
  throw new Error('usage: database-writer.ts <data folder> <first number>')
}
const WRITERS = 8

const server = await startEmbeddedPostgres({ dataDir })
const pool = createPool({ ...server.connection, max: WRITERS })
await pool.query(`
  create table if not exists debit (id int8 primary key);
  create table if not exists credit (id int8 primary key);`)
say(server.pid())

let next = Number(first)
await Promise.all(Array.from({ length: WRITERS }, write))

async function write(): Promise<never> {
  for (;;) {
    const id = next++
    try {
      await pool.query('with d as (insert into debit values ($1)) insert into credit values ($1)', [
        id,
      ])
      say(id)
    } catch {
      // The server was killed under us: not acknowledged, so not said.
      await sleep(20)
    }
  }
}

/** Straight to the kernel: what was said before a kill must have been heard. */
function say(value: number): void {
  writeSync(1, `${value}\n`)
}
