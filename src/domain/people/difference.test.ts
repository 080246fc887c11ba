/** What a timeline is made of: differences of snapshots, who did it, who is who, what deserves a look. */
import { describe, expect, it } from 'vitest'
import { standingAlerts, ALERT_RULES } from './alerts.ts'
import { attribute } from './attribution.ts'
import { difference, type KnownUser, type Presence } from './difference.ts'
import { matchUsers } from './match.ts'
import type { PortalUser } from './portal-user.ts'
import type { UserEvent } from './reading.ts'
import type { Snapshot } from './snapshot.ts'

const user = (userId: string, more: Partial<PortalUser> = {}): PortalUser => ({
  userId,
  email: `${userId}@example.com`,
  firstName: null,
  lastName: null,
  superAdmin: false,
  permissionSetIds: [],
  primaryTeamId: null,
  secondaryTeamIds: [],
  seats: [],
  ownerId: null,
  crmUserId: null,
  deactivated: false,
  lastLoginAt: null,
  inferredInvited: false,
  ...more,
})

const snapshot = (...users: PortalUser[]): Snapshot => ({
  readingId: 'rdg_1',
  connectionId: 'con_1',
  portalId: 7,
  begunAt: new Date('2026-11-20T09:00:00Z'),
  endedAt: new Date('2026-11-20T09:01:00Z'),
  facets: {
    permission_sets: 'read',
    teams: 'read',
    seats: 'read',
    owners: 'read',
    crm_users: 'read',
    logins: 'read',
    security: 'read',
  },
  provenBy: 'crm_users',
  loginsFrom: new Date('2026-08-22T09:00:00Z'),
  hubspotScopes: [],
  users,
  permissionSets: [],
  teams: [],
  seats: [],
})

const known = (...users: (PortalUser | [PortalUser, Presence])[]) =>
  new Map(
    users.map((given): [string, KnownUser] => {
      const [whom, presence] = Array.isArray(given) ? given : ([given, 'present'] as const)
      return [whom.userId, { user: whom, presence }]
    }),
  )

const NOBODY: ReadonlySet<string> = new Set()

describe('a difference', () => {
  it('names each thing that was given or taken', () => {
    const before = user('1', { permissionSetIds: ['a', 'b'], primaryTeamId: 't1', seats: ['core'] })
    const after = user('1', {
      permissionSetIds: ['b', 'c'],
      secondaryTeamIds: ['t1'],
      superAdmin: true,
      deactivated: true,
    })
    expect(difference(known(before), snapshot(after), NOBODY)).toEqual([
      { userId: '1', kind: 'super_admin', before: 'false', after: 'true' },
      { userId: '1', kind: 'permission_set', before: 'a', after: null },
      { userId: '1', kind: 'permission_set', before: null, after: 'c' },
      { userId: '1', kind: 'primary_team', before: 't1', after: null },
      { userId: '1', kind: 'secondary_team', before: null, after: 't1' },
      { userId: '1', kind: 'seat', before: 'core', after: null },
      { userId: '1', kind: 'deactivated', before: 'false', after: 'true' },
    ])
  })

  it('takes nobody for removed who is absent once, unless HubSpot said so', () => {
    const kinds = (presence: Presence, gone: ReadonlySet<string>) =>
      difference(known([user('1'), presence], user('2')), snapshot(user('2')), gone).map(
        ({ kind }) => kind,
      )
    expect(kinds('present', NOBODY)).toEqual(['missing'])
    expect(kinds('missing', NOBODY)).toEqual(['removed'])
    expect(kinds('present', new Set(['1']))).toEqual(['removed'])
    expect(kinds('removed', NOBODY)).toEqual([])
  })

  it('says nothing of what could not be read', () => {
    const before = user('1', { deactivated: true })
    const after = user('1', { deactivated: null })
    expect(difference(known(before), snapshot(after), NOBODY)).toEqual([])
  })

  it('sees who comes back', () => {
    expect(difference(known([user('1'), 'removed']), snapshot(user('1')), NOBODY)).toMatchObject([
      { kind: 'returned', before: 'removed' },
    ])
  })
})

describe('who did it', () => {
  const SINCE = new Date('2026-11-20T07:00:00Z')
  const event = (type: string, userId: string, actorId: string, at = '08:00'): UserEvent => ({
    hubspotId: `${type}-${actorId}`,
    at: new Date(`2026-11-20T${at}:00Z`),
    type,
    actorId,
    userId,
  })
  const made = { userId: '1', kind: 'super_admin', before: 'false', after: 'true' } as const

  it.each([
    ['told', [event('ADD_ADMIN_PERMISSIONS', '1', '9')]],
    ['several', [event('ADD_ADMIN_PERMISSIONS', '1', '9'), event('ADD_ADMIN_USER', '1', '8')]],
    ['silent', [event('ADD_ADMIN_PERMISSIONS', '2', '9'), event('REMOVE_ADMIN_USER', '1', '9')]],
    ['unread', null],
  ] as const)('is %s', (certainty, events) => {
    expect(attribute(made, events, SINCE).certainty).toBe(certainty)
  })

  it('is nobody who did the like before the snapshot before', () => {
    const of = (...events: UserEvent[]) => attribute(made, events, SINCE)
    const [earlier, justBefore, then] = ['06:30', '06:58', '08:00'].map((at, n) =>
      event('ADD_ADMIN_USER', '1', String(n), at),
    ) as [UserEvent, UserEvent, UserEvent]
    expect(of(earlier).certainty).toBe('silent')
    // The clocks may differ by so much: then it is said, and not for certain.
    expect(of(earlier, justBefore)).toEqual({ certainty: 'several', events: [justBefore] })
    expect(of(earlier, justBefore, then)).toEqual({ certainty: 'told', events: [then] })
  })

  it('is untold of what HubSpot has no word for', () => {
    const given = { userId: '1', kind: 'permission_set', before: null, after: 'a' } as const
    expect(attribute(given, [event('ADD_USER', '1', '9')], SINCE).certainty).toBe('untold')
  })

  it('is never certain where the event names the team alone', () => {
    const joined = { userId: '1', kind: 'secondary_team', before: null, after: 't1' } as const
    const certainty = (events: UserEvent[]) => attribute(joined, events, SINCE).certainty
    expect(certainty([event('TEAM_USER_ADDED', 't1', '9')])).toBe('several')
    expect(certainty([event('TEAM_USER_ADDED', '1', '9')])).toBe('told')
  })
})

describe('who is who', () => {
  const person = (key: string, email: string) => ({ key, email, name: key })

  it('is told by an address that fits one on either side, whatever its case', () => {
    const matches = matchUsers(
      [user('1', { email: 'Ana@Example.com' }), user('2')],
      [person('mem_a', 'ana@example.com')],
      new Map(),
    )
    expect(matches.get('1')).toEqual({ how: 'email', personKey: 'mem_a' })
    expect(matches.get('2')).toEqual({ how: 'none' })
  })

  it('is never guessed: neither dots nor plus signs are folded, and two of one address are ambiguous', () => {
    const matches = matchUsers(
      [
        user('1', { email: 'a.na@example.com' }),
        user('2', { email: 'b@x.io' }),
        user('3', { email: 'B@x.io' }),
      ],
      [person('mem_a', 'ana@example.com'), person('mem_b', 'b@x.io')],
      new Map(),
    )
    expect(matches.get('1')).toEqual({ how: 'none' })
    expect(matches.get('2')).toMatchObject({ how: 'ambiguous', userIds: ['2', '3'] })
  })

  it('is what a link says, which takes both out of the question', () => {
    const matches = matchUsers(
      [user('1', { email: 'b@x.io' }), user('2', { email: 'B@x.io' })],
      [person('mem_b', 'b@x.io'), person('mem_c', 'c@x.io')],
      new Map([['1', 'mem_c']]),
    )
    expect(matches.get('1')).toEqual({ how: 'linked', personKey: 'mem_c' })
    expect(matches.get('2')).toEqual({ how: 'email', personKey: 'mem_b' })
  })
})

describe('an alert', () => {
  const kinds = (one: PortalUser, rules = {}, of: Partial<Snapshot> = {}) =>
    standingAlerts(
      { ...snapshot(one), ...of },
      new Map([[one.userId, { how: 'email', personKey: 'mem_a' }]]),
      { ...ALERT_RULES, ...rules },
    ).map(({ kind }) => kind)

  it('of somebody who does not come says what the window allows, and no more', () => {
    expect(kinds(user('1', { lastLoginAt: '2026-08-30T09:00:00.000Z' }))).toEqual(['dormant'])
    expect(kinds(user('1', { lastLoginAt: '2026-11-19T09:00:00.000Z' }))).toEqual([])
    expect(kinds(user('1'))).toEqual(['never_logged_in'])
    expect(kinds(user('1', { inferredInvited: true }))).toEqual([])
    expect(kinds(user('1', { deactivated: true }))).toEqual([])
    expect(kinds(user('1'), {}, { loginsFrom: null })).toEqual([])
    expect(kinds(user('1'), {}, { loginsFrom: new Date('2026-11-01T00:00:00Z') })).toEqual([])
  })

  it('of a strange domain is raised only where the own ones are named', () => {
    const one = user('1', { lastLoginAt: '2026-11-19T09:00:00.000Z' })
    expect(kinds(one, { domains: ['other.example'] })).toEqual(['outside_domain'])
    expect(kinds(one, { domains: ['example.com'] })).toEqual([])
  })

  it('of a program is told instead of that nobody knows it', () => {
    expect(kinds(user('1'), { serviceAddresses: ['1@example.com'] })).toEqual(['service_identity'])
  })
})
