/**
 * Locks across processes, by PostgreSQL's advisory locks: they end with the database connection
 * that holds them, so a killed process leaves none. On a small pool of their own, because a
 * waiting lock must not take connections from the calls it makes wait.
 */
import type { Exclusive } from '../../application/connection/ports.ts'
import { ENDS_BEFORE_MS, LONGEST_HELD_MS } from '../../application/connection/credential-lock.ts'
import { HubwardError } from '../../domain/errors.ts'
import { createPool } from './pool.ts'
import type pg from 'pg'

export function createExclusive(config: pg.PoolConfig): Exclusive & { close(): Promise<void> } {
  const pool = createPool({ ...config, max: 4, connectionTimeoutMillis: 20_000 })
  return {
    async run(name, waitMs, work) {
      const client = await pool.connect()
      const lost = new AbortController()
      let broken: Error | undefined
      // Unheard, the loss of a connection that is out of the pool would end Node.
      const onError = (error: Error) => {
        broken = error
        lost.abort(error)
      }
      client.on('error', onError)
      try {
        await lock(client, name, waitMs)
        const ends = AbortSignal.timeout(LONGEST_HELD_MS - ENDS_BEFORE_MS)
        return await work(AbortSignal.any([lost.signal, ends]))
      } finally {
        // If letting go fails, the connection is closed, and that lets go too.
        await client.query('rollback').catch(onError)
        client.off('error', onError)
        client.release(broken)
      }
    },
    close: () => pool.end(),
  }
}

async function lock(client: pg.PoolClient, name: string, waitMs: number): Promise<void> {
  await client.query('begin')
  await client.query(
    `select set_config('lock_timeout', $1, true),
            set_config('idle_in_transaction_session_timeout', $2, true)`,
    [`${Math.ceil(waitMs)}ms`, `${LONGEST_HELD_MS}ms`],
  )
  try {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
  } catch (cause) {
    // lock_not_available (PostgreSQL, appendix A)
    if (!(cause instanceof Error && 'code' in cause && cause.code === '55P03')) throw cause
    throw new HubwardError(
      'database.unreachable',
      `Another process has been at the same work for ${waitMs} ms. Try again in a moment.`,
      { cause },
    )
  }
}
