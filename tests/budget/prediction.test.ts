/** What a refused caller is told, held against the row that will decide when it comes back. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  WindowAnswer,
  WindowRequest,
} from '../../src/adapters/database/budget/conversation.ts'
import { WindowMeter } from '../../src/adapters/database/budget/window-meter.ts'
import type { Lane } from '../../src/domain/budget/lane.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => database.drop())

let run = 0
const T = 1_800_000_000_000

async function say(process: string, request: WindowRequest, at: number): Promise<WindowAnswer> {
  const { rows } = await database.pool.query('select budget_sync($1, $2, $3, $4) as answer', [
    process,
    JSON.stringify([request]),
    '[]',
    at,
  ])
  return (rows[0] as { answer: { windows: [WindowAnswer] } }).answer.windows[0]
}

/** A caller of a process that has nothing in hand asks for one token. */
async function ask(key: string, limit: number, reserve: number, lane: Lane, at: number) {
  const meter = new WindowMeter<string>(key, 'search', reserve)
  meter.sizes.set('con', { limit, byHand: true, windowMs: 1_000 })
  meter.queue.push(lane, 'grp_a', 'caller')
  const answer = await say(`late ${run++}`, { ...meter.request(at, false), horizonMs: 0 }, at)
  if (answer.stale) throw new Error('a new process is never stale')
  meter.heard(answer, at, at)
  const passes = answer[lane].length > 0
  // Nobody was left waiting but this caller, who now leaves.
  return { passes, wait: passes ? 0 : meter.predict(lane, 0, at) }
}

describe('a caller who is told to come back', () => {
  it('passes then if nobody else came, and not before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(0, 0.1, 0.3),
        fc.constantFrom<Lane>('interactive', 'bulk'),
        // When each token of the past was used: calls that ended in the second before T.
        fc.array(fc.integer({ min: 0, max: 990 }), { minLength: 1, maxLength: 12 }),
        async (limit, reserve, lane, ages) => {
          const key = `search:prediction:${run++}`
          const past = new WindowMeter<string>(key, 'search', reserve)
          past.sizes.set('con', { limit, byHand: true, windowMs: 1_000 })
          const settled = ages.slice(0, limit).map((age): [number, number] => [age, 1])
          await say(`past ${run++}`, { ...past.request(T, true), people: true, settled }, T)
          const refused = await ask(key, limit, reserve, lane, T)
          if (refused.passes) return
          expect(refused.wait).toBeGreaterThan(0)
          const early = T + refused.wait - 2
          expect((await ask(key, limit, reserve, lane, early)).passes).toBe(false)
          const inTime = T + refused.wait
          expect((await ask(key, limit, reserve, lane, inTime)).passes).toBe(true)
        },
      ),
      { numRuns: 100 },
    )
  })
})
