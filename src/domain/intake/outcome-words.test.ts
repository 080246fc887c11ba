/** What a sender is told is true: of each way that a hand-over can stand, and of how long it is tried. */
import { expect, it } from 'vitest'
import { QUEUES } from '../../application/jobs/queues.ts'
import { INTAKE_LIFE, isBeingChecked } from './intake.ts'
import { outcomeWords, standingOf, type OutcomeFacts } from './outcome-words.ts'

const facts = (more: Partial<OutcomeFacts>): OutcomeFacts => ({
  state: 'stored',
  checking: false,
  portalId: 12,
  missing: [],
  key: null,
  refusal: null,
  ...more,
})

it.each([
  [{ state: 'submitted', checking: true }, 'submitted'],
  [{ state: 'submitted' }, 'stalled'],
  [{ key: 'in_use' }, 'in_use'],
  [{ key: 'unchecked' }, 'unchecked'],
  [{ key: 'check_failed' }, 'check_failed'],
  [{ key: 'unaccepted' }, 'unaccepted'],
  [{ key: 'staged' }, 'staged'],
  [{ key: 'previous' }, 'previous'],
  [{ key: 'gone' }, 'gone'],
  // What nobody can find any more is not said to be in use.
  [{ key: null }, 'gone'],
  [{ state: 'held' }, 'held'],
] as const)('%j stands as %s', (more, standing) => {
  expect(standingOf(facts(more))).toBe(standing)
  expect(outcomeWords(facts(more)).text).not.toBe('')
})

it('what the key lacks is told in words that can be searched for in HubSpot', () => {
  const { text } = outcomeWords(facts({ state: 'held', missing: ['crm.objects.deals.read'] }))
  expect(text).toMatch(/lacks .*: crm\.objects\.deals\.read\. You can still tick them/)
})

it('of what is closed there is a title and no more', () => {
  expect(outcomeWords(facts({ state: 'cancelled' }))).toMatchObject({ tone: '', text: '' })
})

it('HubSpot is asked for no longer than is said', () => {
  const { retries, retryAfterS, withinS } = QUEUES['intake.check']
  const pauses = Array.from({ length: retries }, (_, at) => Math.min(retryAfterS * 2 ** at, 3_600))
  const longestS = pauses.reduce((sum, pause) => sum + pause, 0) + (retries + 1) * withinS
  expect(longestS * 1_000).toBeLessThan(INTAKE_LIFE.checkedForMs)

  const submittedAt = new Date('2026-11-20T09:00:00Z')
  const after = (ms: number) => new Date(submittedAt.getTime() + ms)
  const submitted = { state: 'submitted', submittedAt } as const
  expect(isBeingChecked(submitted, after(INTAKE_LIFE.checkedForMs - 1))).toBe(true)
  expect(isBeingChecked(submitted, after(INTAKE_LIFE.checkedForMs))).toBe(false)
  expect(isBeingChecked({ ...submitted, state: 'held' }, submittedAt)).toBe(false)
})
