import { describe, expect, test } from 'vitest'
import { portalOf, portalUser, snapshotOf } from '../../../tests/support/portal-people.ts'
import { wantedOf, type PeopleRules } from './rules.ts'

const ADA = portalUser('50', { email: 'Ada@harbour-tea.example' })
const SNAPSHOT = snapshotOf([...portalOf(3), ADA])
const MEMBERS = new Map([['sales', ['ada@harbour-tea.example', 'ben@harbour-tea.example']]])

const read = (rules: Omit<PeopleRules, 'version'>, snapshot = SNAPSHOT) =>
  wantedOf({ version: 1, ...rules }, snapshot, MEMBERS)
const wantedBy = (rules: Omit<PeopleRules, 'version'>) => {
  const result = read(rules)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const mistakesIn = (rules: Omit<PeopleRules, 'version'>, snapshot = SNAPSHOT) => {
  const result = read(rules, snapshot)
  return result.ok ? [] : result.error.map(({ path }) => path)
}

describe('rules', () => {
  test('mean groups and addresses, by the names that HubSpot shows', () => {
    const { desired, sources } = wantedBy({
      rules: [{ group: 'sales', permissionSet: 'Sales', team: 'North', teams: ['South'] }],
    })
    expect(desired).toMatchObject([
      {
        key: 'ada@harbour-tea.example',
        present: true,
        permissionSetId: 'sales',
        primaryTeamId: 'north',
        secondaryTeamIds: ['south'],
      },
      { key: 'ben@harbour-tea.example' },
    ])
    expect(sources).toEqual([
      {
        source: 'rules',
        id: 'people.yaml',
        state: 'live',
        covers: ['sales'],
        keys: ['ada@harbour-tea.example', 'ben@harbour-tea.example'],
      },
    ])
  })

  test('are read from the top: the first that says something of a field counts', () => {
    const { desired } = wantedBy({
      rules: [
        { emails: ['ADA@harbour-tea.example'], permissionSet: 'Least' },
        { group: 'sales', permissionSet: 'Sales', team: 'North' },
      ],
    })
    expect(desired[0]).toMatchObject({ permissionSetId: 'least', primaryTeamId: 'north' })
  })

  test('leave alone what they say nothing of', () => {
    expect(wantedBy({ rules: [{ group: 'sales' }] }).desired[0]).not.toHaveProperty('seats')
  })

  test('take nobody out who is merely not in them', () => {
    expect(wantedBy({}).desired).toEqual([])
  })

  test('that want a permission set which is not there leave it to a person', () => {
    const { desired, setsToMake } = wantedBy({
      rules: [{ group: 'sales', permissionSet: 'Auditors', team: 'North' }],
    })
    expect(setsToMake).toEqual(['Auditors'])
    expect(desired[0]).not.toHaveProperty('permissionSetId')
  })
})

test('leavers may have an heir, or leave their records where they are', () => {
  const { desired, recordsTo } = wantedBy({
    leavers: [
      { email: 'ada@harbour-tea.example', recordsTo: 'user10@harbour-tea.example' },
      { email: 'user11@harbour-tea.example', recordsTo: 'keep' },
    ],
  })
  expect(desired.map(({ present }) => present)).toEqual([false, false])
  expect([...recordsTo.values()]).toEqual(['user10@harbour-tea.example', 'keep'])
})

test('each mistake is told at its place', () => {
  expect(
    mistakesIn({
      rules: [
        { group: 'nobody' },
        { group: 'sales', team: 'West', teams: ['North', 'East'], seats: ['gold'] },
      ],
      leavers: [
        { email: 'ben@harbour-tea.example' },
        { email: 'user11@harbour-tea.example', recordsTo: 'stranger@elsewhere.example' },
      ],
    }).toSorted(),
  ).toEqual([
    'leavers.0.email',
    'leavers.1.recordsTo',
    'rules.0.group',
    'rules.1.seats.0',
    'rules.1.team',
    'rules.1.teams.1',
  ])
})

test('a name that two things have is nobody’s, and one that cannot be read is not guessed', () => {
  const twice = snapshotOf(SNAPSHOT.users, {
    teams: [
      { id: '1', name: 'North' },
      { id: '2', name: 'North' },
    ],
  })
  expect(mistakesIn({ rules: [{ group: 'sales', team: 'North' }] }, twice)).toEqual([
    'rules.0.team',
  ])
  expect(mistakesIn({ rules: [{ group: 'sales', team: '2' }] }, twice)).toEqual([])
  const { facets } = SNAPSHOT
  const unread = snapshotOf(SNAPSHOT.users, {
    facets: { ...facets, permission_sets: 'unavailable' },
  })
  expect(mistakesIn({ rules: [{ group: 'sales', permissionSet: 'Sales' }] }, unread)).toEqual([
    'rules.0.permissionSet',
  ])
})
