/** Who approves a plan reads these words and nothing else: they must be what the plan will do. */
import { expect, it } from 'vitest'
import { after as followed, type Applying } from './applying.ts'
import { differencesOf } from './difference.ts'
import type { AccessState, ApplyProgress } from './types.ts'
import { countsOf, stopOf } from './words.ts'

const NAMES = { permissionSets: { '51002': 'Sales' }, teams: { '7': 'EMEA', '8': 'APAC' } }
const NOTHING: AccessState = {
  firstName: null,
  lastName: null,
  permissionSetIds: [],
  primaryTeamId: null,
  secondaryTeamIds: [],
  seats: [],
}

it('names what differs, and keeps the id of what has no name', () => {
  const after: AccessState = {
    ...NOTHING,
    permissionSetIds: ['51002'],
    secondaryTeamIds: ['8', '99'],
    seats: ['Core'],
  }
  expect(differencesOf({ before: NOTHING, after }, NAMES)).toEqual([
    { what: 'Permission set', before: 'none', after: 'Sales' },
    { what: 'Further teams', before: 'none', after: '99, APAC' },
    { what: 'Seats', before: 'none', after: 'Core' },
  ])
})

it('shows no difference where only the order does, and none of a removal', () => {
  const one = { ...NOTHING, secondaryTeamIds: ['7', '8'] }
  const other = { ...NOTHING, secondaryTeamIds: ['8', '7'] }
  expect(differencesOf({ before: one, after: other }, NAMES)).toEqual([])
  expect(differencesOf({ before: one, after: null }, NAMES)).toEqual([])
})

it('counts in the order of the ladder, without what there is none of', () => {
  const items = [{ act: 'remove' }, { act: 'flag' }, { act: 'remove' }] as const
  expect(countsOf(items)).toEqual([
    ['flag', 1],
    ['remove', 2],
  ])
})

it('has words for a reason that a later release may have', () => {
  expect(stopOf('halted')).toContain('stopped all writing')
  expect(stopOf('something new')).toBe(stopOf('failed'))
  expect(stopOf(null)).toBe(stopOf('failed'))
})

it('follows a run line by line: how many are left is known once the portal was read', () => {
  const begun: Applying = { state: 'running', now: 'Beginning', done: 0, all: undefined }
  const shown = (...told: readonly Exclude<ApplyProgress, { event: 'done' }>[]) =>
    told.reduce(followed, begun)
  expect(shown({ event: 'begun', items: 4 }, { event: 'reading' }).all).toBeUndefined()
  const item = {
    event: 'item',
    id: 'strip:1',
    act: 'strip',
    email: 'ana@harbour-tea.example',
    ending: 'done',
    text: 'Done, and seen in the portal.',
  } as const
  expect(shown({ event: 'writing', items: 3 }, item)).toMatchObject({
    done: 1,
    all: 3,
    now: 'Strip ana@harbour-tea.example: Done, and seen in the portal.',
  })
  const broke = { event: 'broke', code: 'people.plan_blocked', message: 'Too many.' } as const
  expect(shown({ event: 'writing', items: 3 }, broke)).toMatchObject({
    state: 'failed',
    problem: 'Too many.',
  })
})
