/** Whoever decides sees what is there now: a wish in words alone hides what it takes away. */
import { expect, test } from 'vitest'
import { piecesOf } from './pieces.ts'

const known = {
  permissionSets: [
    { id: '1', name: 'Sales rep', requiresBillingWrite: false },
    { id: '2', name: 'Sales manager', requiresBillingWrite: false },
  ],
  teams: [
    { id: '10', name: 'North' },
    { id: '11', name: 'South' },
  ],
}
const now = {
  superAdmin: false,
  permissionSetIds: ['1', '9'],
  primaryTeamId: '10',
  secondaryTeamIds: ['11'],
  seats: ['core'],
}
const wish = { permissionSetId: '2', primaryTeamId: '11', addTeamIds: ['10'], addSeats: ['core'] }

test('what is asked for says what it takes the place of, and what is there already', () => {
  expect(piecesOf(wish, known, now)).toEqual([
    // A set that the reading does not have any more goes by its id.
    {
      kind: 'permission_set',
      id: '2',
      name: 'Sales manager',
      had: false,
      replaces: ['Sales rep', '9'],
    },
    { kind: 'main_team', id: '11', name: 'South', had: false, replaces: ['North'] },
    { kind: 'team', id: '10', name: 'North', had: true, replaces: [] },
    { kind: 'seat', id: 'core', name: 'core', had: true, replaces: [] },
  ])
})

test('of somebody without a main team nothing is replaced', () => {
  const [, team] = piecesOf(wish, known, { ...now, primaryTeamId: null })
  expect(team).toMatchObject({ had: false, replaces: [] })
})

test('where nobody knows the user, nothing is said of them', () => {
  expect(piecesOf(wish, known).every(({ had, replaces }) => !had && replaces.length === 0)).toBe(
    true,
  )
})
