/** What is shown of a reading that runs follows what the server tells of it, line by line. */
import { expect, it } from 'vitest'
import { after, stepNumber, type Syncing } from './syncing.ts'
import type { SyncProgress } from './types.ts'
import { STEPS } from './words.ts'

const BEGUN: Syncing = { state: 'running', step: undefined, users: 0, calls: 0, again: [] }
type Told = Exclude<SyncProgress, { event: 'done' }>
const REASON = { reason: 'readings_differ', text: 'It differed in 2.', remedy: 'Read again.' }

const shown = (...told: readonly Told[]) => told.reduce(after, BEGUN)

it('counts users and calls, keeps the step, and begins anew with reasons where it contradicted itself', () => {
  const first: readonly Told[] = [
    { event: 'begun', reading: 'rdg_1' },
    { event: 'step', step: 'users', calls: 1, users: 0 },
    { event: 'page', calls: 3, users: 200 },
  ]
  expect(shown(...first)).toEqual({ ...BEGUN, step: 'users', calls: 3, users: 200 })
  expect(shown(...first, { event: 'again', reasons: [REASON] })).toMatchObject({
    step: undefined,
    calls: 3,
    again: [REASON],
  })
})

it('says why it broke', () => {
  const broke: Told = { event: 'broke', code: 'internal', message: 'The log says why.' }
  expect(shown(broke)).toMatchObject({ state: 'failed', problem: 'The log says why.' })
})

it('numbers the steps from one, and what it does not know is none', () => {
  const numbers = Object.keys(STEPS).map(stepNumber)
  expect(numbers).toEqual(numbers.map((_, at) => at + 1))
  expect([stepNumber(undefined), stepNumber('something new')]).toEqual([0, 0])
})
