/** A sender hears each thing once, the decision before the check, and red at most once before green. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isSettled, isTold, SENDER_OUTCOMES, type SenderOutcome } from './sender-mail.ts'

const OUTCOMES = Object.keys(SENDER_OUTCOMES) as SenderOutcome[]

/** What is told of outcomes that come in this order, and whether that is all. */
function telling(come: readonly SenderOutcome[]) {
  const told: SenderOutcome[] = []
  for (const outcome of come) if (!isTold(told) && !isSettled(outcome, told)) told.push(outcome)
  return told
}

it.each([
  [
    ['approved', 'active'],
    ['approved', 'active'],
  ],
  [
    ['approved', 'check_failed', 'check_failed', 'active', 'check_failed'],
    ['approved', 'check_failed', 'active'],
  ],
  // Mails may overtake one another: what is green is not called red afterwards.
  [
    ['active', 'check_failed', 'approved'],
    ['active', 'approved'],
  ],
  [['refused', 'expired'], ['refused']],
  [['staged', 'active'], ['staged']],
] as [SenderOutcome[], SenderOutcome[]][])('of %j is told %j, and then all', (come, told) => {
  expect(telling(come)).toEqual(told)
  expect(isTold(told)).toBe(true)
})

it.each([
  [[]],
  [['approved']],
  [['approved', 'check_failed']],
  [['active']],
] as SenderOutcome[][][])('after %j there is more to tell', (told) =>
  expect(isTold(told)).toBe(false),
)

it('nothing is told twice, and of decisions one', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 12 }), (come) => {
      const told = telling(come)
      expect(new Set(told).size).toBe(told.length)
      const decisions = told.filter((one) => SENDER_OUTCOMES[one].group === 'decision')
      expect(decisions.length).toBeLessThanOrEqual(1)
    }),
  )
})
