/** Keeps the counts about a second behind the log, for as long as the process runs. */
import type pg from 'pg'
import type { Log } from '../../../application/ports.ts'
import { createPool } from '../pool.ts'
import { countCalls } from './count-calls.ts'

const EVERY_MS = 1_000
/** After a failure: the database is away, and says so elsewhere. */
const PAUSE_MS = 5_000

export interface Following {
  /** Ends after the batch under way. */
  close(): Promise<void>
}

/** On a connection of its own, so that counting a backlog holds up nobody. */
export function followActivity(options: { config: pg.PoolConfig; log: Log }): Following {
  const pool = createPool({ ...options.config, max: 1, application_name: 'hubward counting' })
  const ended = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const round = async (): Promise<void> => {
    let pause = EVERY_MS
    try {
      await countCalls(pool, ended.signal)
    } catch (err) {
      pause = PAUSE_MS
      if (!ended.signal.aborted) options.log.warn({ err }, 'activity: calls were not counted')
    }
    if (!ended.signal.aborted) schedule(pause)
  }
  const schedule = (ms: number): void => {
    timer = setTimeout(() => {
      running = round()
    }, ms)
    timer.unref()
  }
  schedule(EVERY_MS)

  return {
    async close() {
      ended.abort()
      clearTimeout(timer)
      await running
      await pool.end()
    },
  }
}
