/** What is unticked is what is taken: a decision must say that and nothing more. */
import { expect, it } from 'vitest'
import { changeTo, howDecided, leavesSeveralSets, piecesOf } from './words.ts'

const ROW = {
  superAdmin: true,
  permissionSets: [
    { id: '1', name: 'Sales' },
    { id: '2', name: 'Reports' },
  ],
  primaryTeam: { id: '7', name: 'EMEA' },
  secondaryTeams: [{ id: '8', name: 'APAC' }],
  seats: ['Core', 'Sales Hub'],
}
const ALL = piecesOf(ROW).map(({ key }) => key)
const without = (...keys: readonly string[]) => new Set(ALL.filter((key) => !keys.includes(key)))

it('names only what goes, by the whole list that stays', () => {
  expect(changeTo(ROW, new Set(ALL))).toEqual({})
  expect(changeTo(ROW, without('seat Core'))).toEqual({ seats: ['Sales Hub'] })
  expect(changeTo(ROW, without('super_admin', 'team'))).toEqual({
    superAdmin: false,
    primaryTeamId: null,
  })
  expect(changeTo(ROW, new Set())).toEqual({
    superAdmin: false,
    permissionSetId: null,
    primaryTeamId: null,
    secondaryTeamIds: [],
    seats: [],
  })
})

it('leaves one permission set or none, as HubSpot’s API can', () => {
  expect(changeTo(ROW, without('set 1'))).toEqual({ permissionSetId: '2' })
  const three = { ...ROW, permissionSets: [...ROW.permissionSets, { id: '3', name: 'Ads' }] }
  expect(leavesSeveralSets(three, without('set 1', 'set 3'))).toBe(false)
  expect(leavesSeveralSets(three, new Set(['set 2', 'set 3']))).toBe(true)
  expect(leavesSeveralSets(three, new Set(['set 1', 'set 2', 'set 3']))).toBe(false)
})

it('says of a decision that it was one of many, and after how long it came', () => {
  expect(howDecided({ bulk: 11, seconds: null })).toBe('with 10 others by one word')
  expect(howDecided({ bulk: null, seconds: 12 })).toBe('after 12 s')
  expect(howDecided({ bulk: null, seconds: 200 })).toBe('after 3 min')
  expect(howDecided({ bulk: null, seconds: null })).toBe('')
})
