import { describe, expect, it } from 'vitest'
import { disconnectConsequences, pauseConsequences, reachOf } from './consequences.ts'
import type { Grant, Group, Key } from './types.ts'

const person = (id: string, kind: 'member' | 'service_account' = 'member') => ({
  id,
  kind,
  name: id,
  email: null,
})
const group = (id: string, members: ReturnType<typeof person>[]): Group => ({
  id,
  name: id,
  title: id.toUpperCase(),
  description: '',
  context: '',
  members,
  grants: [],
  revision: 1,
})
const grant = (of: string, connection: string, state: 'live' | 'ended' = 'live'): Grant => ({
  id: `${of}-${connection}`,
  group: { id: of, name: of, title: of },
  connection: { id: connection, name: connection },
  scopes: ['contacts:read'],
  expiresAt: null,
  state,
})
const key = (principal: string, state: Key['state'] = 'live'): Key => ({
  id: principal,
  name: 'laptop',
  principal: person(principal),
  state,
  createdAt: '2026-11-01T00:00:00Z',
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
})

const both = person('both')
const groups = [
  group('sales', [person('ann'), both, person('sync', 'service_account')]),
  group('marketing', [both]),
  group('finance', [person('fred')]),
]

describe('who a connection reaches', () => {
  it('counts somebody in two groups once, so that the warning does not exaggerate', () => {
    const reach = reachOf(
      'con',
      [grant('sales', 'con'), grant('marketing', 'con')],
      groups,
      [],
      [],
      [],
    )
    expect(reach).toMatchObject({ groups: ['SALES', 'MARKETING'], people: 2, programs: 1 })
  })

  it('leaves out grants that ended and grants on other connections', () => {
    const reach = reachOf(
      'con',
      [grant('sales', 'other'), grant('finance', 'con', 'ended')],
      groups,
      [],
      [],
      [],
    )
    expect(reach).toMatchObject({ groups: [], grants: 0, people: 0 })
  })

  it('counts live keys of those people alone', () => {
    const keys = [key('ann'), key('sync'), key('fred'), key('both', 'revoked')]
    expect(reachOf('con', [grant('sales', 'con')], groups, keys, [], []).keys).toBe(2)
  })
})

describe('what is said before', () => {
  const portal = { kind: 'service_key', title: 'Garnet' }
  const reach = reachOf('con', [grant('sales', 'con')], groups, [key('ann')], [], [])

  it('names the groups, the people and the keys that lose a portal, and what stays to be done', () => {
    const said = disconnectConsequences(portal, reach).join('\n')
    expect(said).toContain('1 group (SALES) loses Garnet at once: 2 people and 1 service account.')
    expect(said).toContain('1 client key can no longer call it.')
    expect(said).toContain('1 grant is removed.')
    expect(said).toContain('Delete the service key in HubSpot as well')
  })

  it('counts AI clients of those people, live ones alone', () => {
    const clients = [
      { principal: person('ann'), state: 'live' },
      { principal: person('ann'), state: 'revoked' },
      { principal: person('fred'), state: 'live' },
    ] as const
    const held = reachOf('con', [grant('sales', 'con')], groups, [], [], clients)
    expect(disconnectConsequences(portal, held).join('\n')).toContain(
      '1 AI client can no longer reach it, and stays signed in.',
    )
    expect(pauseConsequences(held).join('\n')).toContain('1 AI client of theirs gets it as well')
  })

  it('says who keeps what they were given for a while', () => {
    const states = ['granted', 'ending', 'asked', 'drifted'] as const
    const elevated = reachOf(
      'con',
      [],
      groups,
      [],
      states.map((state) => ({ state })),
      [],
    )
    expect(disconnectConsequences(portal, elevated).join('\n')).toContain(
      '2 users of it have access for a while, which Hubward can then not give back',
    )
    expect(disconnectConsequences(portal, reach).join('\n')).not.toContain('for a while')
  })

  it('does not threaten where nobody loses anything', () => {
    const nobody = reachOf('con', [], groups, [key('ann')], [], [])
    expect(disconnectConsequences(portal, nobody)[0]).toBe(
      'Calls to Garnet stop at once. No group holds a grant on it.',
    )
    expect(pauseConsequences(nobody)[0]).toContain('nobody notices')
  })
})
