/**
 * The promises of provisioning over seeded bad days. The long form, with ten thousand of them, is
 * `npm run bench -- people-chaos`.
 */
import { expect, test } from 'vitest'
import { liveThroughBadDay } from '../support/people-chaos/bad-day.ts'
import { brokenPromises } from '../support/people-chaos/report.ts'

const SEEDS = 200
/** Milliseconds: a machine that does other things as well takes a minute. */
const PATIENCE = { timeout: 300_000 }

test('no seed removes, overwrites, creates twice or hides anything', PATIENCE, async () => {
  const found: string[] = []
  const sums: Record<string, number> = {}
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const report = await liveThroughBadDay(seed)
    found.push(...brokenPromises(report).map((what) => `seed ${seed}: ${what}`))
    for (const [name, count] of Object.entries(report.counts))
      sums[name] = (sums[name] ?? 0) + count
  }
  expect(found).toEqual([])
  // A run in which nothing happens proves nothing.
  for (const [name, count] of Object.entries(sums)) expect([name, count > 0]).toEqual([name, true])
})

test('killed at any step, it goes on or stops, and keeps every promise', PATIENCE, async () => {
  const found: string[] = []
  for (const seed of [3, 11])
    for (let step = 0; step < 40; step += 1) {
      const report = await liveThroughBadDay(seed, step)
      found.push(...brokenPromises(report).map((what) => `seed ${seed}, step ${step}: ${what}`))
    }
  expect(found).toEqual([])
})
