import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterDay, dayBefore } from './ends.ts'

test('a day that was chosen is shown again as the same day, in every zone and across clock changes', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      (date) => {
        const day = date.toISOString().slice(0, 10)
        expect(dayBefore(afterDay(day) ?? '')).toBe(day)
      },
    ),
  )
})

test('what is no day is no end', () => {
  expect(afterDay('')).toBeUndefined()
  expect(afterDay('soon')).toBeUndefined()
})
