/** One blip raises no alarm; what stays is believed; what is believed has a beginning. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CONDITIONS, HEALTHY, TABLE, type Condition, type Diagnosis } from './condition.ts'
import { beginning, nextLook, step, type Vital } from './vital.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 29, 20, 0, seconds))
const ill = (condition: Condition): Diagnosis => ({ condition, confidence: 'certain', facts: {} })
const anyCondition = fc.constantFrom(...CONDITIONS)

const run = (vital: Vital, seen: readonly Condition[], from = 1) => {
  const changes: string[] = []
  let now = vital
  seen.forEach((condition, index) => {
    const next = step(now, ill(condition), 0, at(from + index))
    if (next.change) changes.push(next.change.to.condition)
    now = next.vital
  })
  return { vital: now, changes }
}

test('one blip changes nothing, whatever it is', () => {
  fc.assert(
    fc.property(anyCondition, (condition) => {
      const { vital, changes } = run(beginning(at(0)), ['healthy', condition, 'healthy'])
      expect(changes).toEqual([])
      expect(vital).toEqual(beginning(at(0)))
    }),
  )
})

test('changing its mind each time convinces nobody', () => {
  const { changes } = run(beginning(at(0)), ['revoked', 'hubspot_down', 'revoked', 'expired'])
  expect(changes).toEqual([])
})

test('what stays is believed after as many looks as its row says, since the first of them', () => {
  for (const condition of CONDITIONS.filter((one) => one !== 'healthy')) {
    const { confirm } = TABLE[condition]
    const few = Array.from({ length: confirm - 1 }, () => condition)
    expect(run(beginning(at(0)), few).changes).toEqual([])
    const { vital, changes } = run(beginning(at(0)), [...few, condition])
    expect(changes).toEqual([condition])
    expect(vital.since).toEqual(at(1))
  }
})

test('a live call that saw the same counts as one look', () => {
  expect(step(beginning(at(0)), ill('revoked'), 1, at(1)).change?.to.condition).toBe('revoked')
  expect(step(beginning(at(0)), ill('hubspot_down'), 1, at(1)).change).toBeNull()
})

test('recovery is believed on the second good look', () => {
  const { vital } = run(beginning(at(0)), ['revoked', 'revoked'])
  expect(run(vital, ['healthy'], 10).changes).toEqual([])
  expect(run(vital, ['healthy', 'healthy'], 10).changes).toEqual(['healthy'])
})

test('another removed scope is something new', () => {
  const lost = (...scopes: string[]): Diagnosis => ({ ...ill('scope_removed'), facts: { scopes } })
  const one = step(beginning(at(0)), lost('tickets'), 1, at(1)).vital
  expect(step(one, lost('tickets'), 0, at(2)).change).toBeNull()
  expect(step(one, lost('tickets', 'forms'), 1, at(3)).change?.to.facts.scopes).toHaveLength(2)
})

test('any run of looks alternates: no change is told twice, and each was seen', () => {
  fc.assert(
    fc.property(fc.array(anyCondition, { maxLength: 40 }), (seen) => {
      const { changes } = run(beginning(at(0)), seen)
      expect(changes.every((one, i) => one !== (changes[i - 1] ?? 'healthy'))).toBe(true)
      expect(changes.every((one) => (seen as string[]).includes(one))).toBe(true)
    }),
  )
})

test('it looks every five minutes while well, soon while in doubt, and no later than ten minutes', () => {
  expect(nextLook(beginning(at(0)), at(0), 0.5)).toBe(300)
  const doubting = step(beginning(at(0)), ill('revoked'), 0, at(1)).vital
  expect(nextLook(doubting, at(1), 0.5)).toBe(10)
  fc.assert(
    fc.property(anyCondition, fc.double({ min: 0, max: 1, noNaN: true }), (condition, chance) => {
      const facts = { until: '2026-12-01T00:00Z' }
      const vital: Vital = {
        diagnosis: { ...ill(condition), facts },
        since: at(0),
        suspicion: null,
      }
      const seconds = nextLook(vital, at(0), chance)
      expect(seconds).toBeGreaterThanOrEqual(10)
      expect(seconds).toBeLessThanOrEqual(700)
    }),
  )
})

test('the beginning is healthy', () => {
  expect(beginning(at(0)).diagnosis).toBe(HEALTHY)
})
