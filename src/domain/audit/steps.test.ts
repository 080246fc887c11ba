import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MOST_STEPS, stepsBetween } from './steps.ts'

const anyTime = fc.integer({ min: 0, max: Date.UTC(2200, 0) })

test('any stretch of time is covered by few steps at even times', () => {
  fc.assert(
    fc.property(anyTime, fc.integer({ min: -10, max: 90 * 366 * 86_400_000 }), (start, length) => {
      const [asked, until] = [new Date(start), new Date(start + length)]
      const { from, to, stepMs, count } = stepsBetween(asked, until)
      expect(from <= asked && to >= until).toBe(true)
      expect(count).toBeGreaterThan(0)
      expect(count).toBeLessThanOrEqual(MOST_STEPS)
      expect(to.getTime() - from.getTime()).toBe(stepMs * count)
      expect(from.getTime() % stepMs).toBe(0)
      // Counted by the hour where the step is whole hours, so it must be one or the other.
      expect(stepMs % 3_600_000 === 0 || 3_600_000 % stepMs === 0).toBe(true)
    }),
  )
})

test('a longer step is taken only where a shorter one would be too many', () => {
  const from = new Date('2026-11-20T00:00:00Z')
  const minutes = (count: number) =>
    stepsBetween(from, new Date(from.getTime() + count * 60_000)).stepMs / 60_000
  expect([minutes(1), minutes(120), minutes(121), minutes(24 * 60)]).toEqual([1, 1, 2, 15])
})
