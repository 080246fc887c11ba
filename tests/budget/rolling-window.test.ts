import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Lane } from '../../src/domain/budget/lane.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { Simulation } from './simulation.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => database.drop())

const lane = fc.constantFrom<Lane>('interactive', 'bulk')
const group = fc.constantFrom('grp_a', 'grp_b', 'grp_c')
const who = fc.nat({ max: 2 })

/** What may befall, and how long after the last. */
const happening = fc.tuple(
  fc.nat({ max: 1_500 }),
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ calls: fc.integer({ min: 1, max: 12 }), lane, group, who }),
    },
    { weight: 1, arbitrary: fc.record({ stall: fc.integer({ min: 10, max: 8_000 }), who }) },
    { weight: 1, arbitrary: fc.record({ kill: fc.constant(true), who }) },
    { weight: 1, arbitrary: fc.record({ lose: fc.constant(true), who }) },
    { weight: 1, arbitrary: fc.record({ delay: fc.integer({ min: 100, max: 6_000 }), who }) },
    { weight: 1, arbitrary: fc.record({ clockBack: fc.integer({ min: 1, max: 20_000 }) }) },
  ),
)

let run = 0

describe('HubSpot never sees more than the limit in any rolling window', () => {
  it('whatever dies, stalls, is lost or comes late; and everyone alive is served in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(400, 1_000, 3_000),
        fc.constantFrom(0, 0.1, 0.3),
        fc.array(happening, { minLength: 5, maxLength: 40 }),
        fc.nat(),
        async (limit, windowMs, reserve, happenings, seed) => {
          const chance = evenChance(seed)
          const { pool } = database
          const key = `search:${++run}`
          const sim = new Simulation({ pool, key, limit, windowMs, reserve, chance }, 3)
          for (const [pause, what] of happenings) {
            await sim.runFor(pause)
            befall(sim, what)
          }
          const waiting = (): number =>
            sim.processes.reduce((sum, one) => sum + (one.alive ? one.waiting : 0), 0)
          for (let spell = 0; spell < 100 && waiting() > 0; spell++) await sim.runFor(5_000)
          expect(waiting()).toBe(0)
          await sim.runFor(5_000)
          expect(sim.fullestWindow()).toBeLessThanOrEqual(limit)
        },
      ),
      { numRuns: 40 },
    )
  }, 120_000)
})

/** Evenly spread numbers from 0 to 1 (a Weyl sequence, mixed): fast-check's own favour the edges. */
function evenChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    const mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32
  }
}

type Happening = typeof happening extends fc.Arbitrary<[number, infer What]> ? What : never

function befall(sim: Simulation, what: Happening): void {
  if ('clockBack' in what) {
    sim.databaseAhead -= what.clockBack
    return
  }
  const process = sim.processes[what.who]
  if (!process) return
  if ('calls' in what) {
    for (let call = 0; call < what.calls; call++) process.call(what.lane, what.group)
  }
  if ('stall' in what) process.stall(what.stall)
  if ('kill' in what) {
    process.kill()
    sim.processes[what.who] = sim.start()
    sim.processes.pop()
  }
  if ('lose' in what) process.loseNext = true
  if ('delay' in what) process.delayNext = what.delay
}
