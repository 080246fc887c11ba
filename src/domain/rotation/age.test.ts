/** Promise: an age limit is spoken of at 30, 7 and 1 days before and when it is past, in that order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueAt, daysUntil, reminderAt, REMINDERS } from './age.ts'

const DAY_MS = 86_400_000
const STORED = new Date('2026-01-01T00:00:00Z')
const after = (days: number) => new Date(STORED.getTime() + days * DAY_MS)

describe('reminders', () => {
  it.each([
    [0, null],
    [149, null],
    [150, 30],
    [172, 30],
    [173, 7],
    [179, 1],
    [179.9, 1],
    [180, 0],
    [400, 0],
  ])('after %d days of 180: %j', (days, reminder) => {
    expect(reminderAt(dueAt(STORED, 180), after(days))).toBe(reminder)
  })

  it('never come back to an earlier one, whatever the limit', () => {
    const day = fc.double({ min: 0, max: 1_000, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 800 }), day, day, (limit, one, other) => {
        const due = dueAt(STORED, limit)
        const [first, second] = [Math.min(one, other), Math.max(one, other)].map((days) =>
          reminderAt(due, after(days)),
        )
        const place = (reminder: typeof first) =>
          reminder === null || reminder === undefined ? -1 : REMINDERS.indexOf(reminder)
        expect(place(second)).toBeGreaterThanOrEqual(place(first))
      }),
    )
  })

  it('there are none without a limit', () => {
    expect(reminderAt(dueAt(STORED, 0), after(5_000))).toBeNull()
  })

  it('count whole days, begun ones too', () => {
    expect(daysUntil(after(2), after(0.5))).toBe(2)
    expect(daysUntil(after(2), after(3))).toBe(-1)
  })
})
