/** The band of a week adds up, whatever the periods; what was not looked at is left empty. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lasted, segmentsOf } from './health-segments.ts'

const iso = (ms: number) => new Date(ms).toISOString()

test('a period that began before the window and lasts fills it', () => {
  const period = { beganAt: iso(0), endedAt: null }
  expect(segmentsOf([period], 1_000, 2_000)).toEqual([{ share: 1, period }])
})

test('before the first look there is nothing', () => {
  const period = { beganAt: iso(1_500), endedAt: null }
  expect(segmentsOf([period], 1_000, 2_000)).toEqual([
    { share: 0.5, period: null },
    { share: 0.5, period },
  ])
})

test('shares add up to one, and none is empty', () => {
  const turns = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(turns, (times) => {
      const sorted = [...new Set(times)].sort((a, b) => a - b)
      const periods = sorted
        .map((at, index) => ({ beganAt: iso(at), endedAt: sorted[index + 1] ?? null }))
        .map(({ beganAt, endedAt }) => ({
          beganAt,
          endedAt: endedAt === null ? null : iso(endedAt),
        }))
        .toReversed()
      const segments = segmentsOf(periods, 1_000, 4_000)
      expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6)
      expect(segments.every(({ share }) => share > 0)).toBe(true)
    }),
  )
})

test('how long it lasted is said in two units', () => {
  expect(lasted({ beganAt: iso(0), endedAt: iso(0) }, 0)).toBe('0 s')
  expect(lasted({ beganAt: iso(0), endedAt: iso(59_000) }, 0)).toBe('59 s')
  expect(lasted({ beganAt: iso(0), endedAt: null }, 3_661_000)).toBe('1 h 1 min')
  expect(lasted({ beganAt: iso(0), endedAt: iso(2 * 86_400_000) }, 0)).toBe('2 d')
})
