import type pg from 'pg'
import { z } from 'zod'

/** The process's side of `budget_sync` for one bucket; described beside the functions (0002, 0005). */
export interface WindowRequest {
  readonly key: string
  readonly seq: number
  readonly limit: number
  readonly byHand: boolean
  readonly windowMs: number
  /** Share of the bucket that bulk leaves for people who are there, 0 to 1. */
  readonly reserve: number
  readonly leaseMs: number
  readonly horizonMs: number
  readonly keep: number
  /** Pairs: age in milliseconds, and how many calls were answered then. */
  readonly settled: readonly (readonly [number, number])[]
  /** Whether a person called since the last conversation. */
  readonly people: boolean
  readonly needInteractive: number
  readonly spareInteractive: number
  readonly needBulk: number
  readonly spareBulk: number
  readonly groupsInteractive: readonly string[]
  readonly groupsBulk: readonly string[]
  readonly seen?: { limit: number; windowMs?: number; used?: number; sentAt?: number }
  readonly closeMs?: number
}

export interface DayRequest {
  readonly key: string
  readonly limit: number
  readonly byHand: boolean
  readonly spent: number
  readonly midnights: readonly number[]
  readonly seen?: { limit: number; used?: number }
  readonly exhausted?: boolean
}

const delays = z.array(z.number())
const spread = z.record(z.string(), z.number())

const windowAnswer = z.union([
  z.object({ key: z.string(), stale: z.literal(true) }),
  z.object({
    key: z.string(),
    stale: z.undefined().optional(),
    now: z.number(),
    lapsed: z.boolean(),
    limit: z.number(),
    windowMs: z.number(),
    free: z.number(),
    reserve: z.number(),
    closedMs: z.number(),
    interactive: delays,
    bulk: delays,
    spareInteractive: z.number(),
    nextInteractive: z.number().nullable(),
    nextBulk: z.number().nullable(),
    upcoming: delays,
    unmet: z.number(),
    spreadInteractive: spread,
    spreadBulk: spread,
  }),
])

const dayAnswer = z.object({
  key: z.string(),
  limit: z.number(),
  spent: z.number(),
  endsMs: z.number(),
  closedMs: z.number(),
})

const answer = z.object({ windows: z.array(windowAnswer), days: z.array(dayAnswer) })

export type WindowAnswer = z.infer<typeof windowAnswer>
export type DayAnswer = z.infer<typeof dayAnswer>
export type ConversationAnswer = z.infer<typeof answer>

/** Where conversations are held: a pool, or a test's own clock around one. */
export type Converse = (
  windows: readonly WindowRequest[],
  days: readonly DayRequest[],
) => Promise<ConversationAnswer>

/**
 * Talks over the pool as `processId`, which no other process may ever have used. A conversation that
 * takes longer than `timeoutMs` fails; should the server still act on it, what it gave comes back
 * with the next one.
 */
export function converseOver(pool: pg.Pool, processId: string, timeoutMs: number): Converse {
  return async (windows, days) => {
    const { rows } = await pool.query({
      name: 'budget_sync',
      text: 'select budget_sync($1, $2, $3) as answer',
      values: [processId, JSON.stringify(windows), JSON.stringify(days)],
      query_timeout: timeoutMs,
    } as pg.QueryConfig)
    return answer.parse((rows[0] as { answer: unknown }).answer)
  }
}
