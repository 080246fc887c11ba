/** What makes a reading a snapshot, and what keeps it from it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PageChainReader, type PageChain, type PageFault } from './page-chain.ts'
import type { PortalUser } from './portal-user.ts'
import type { ListedUser, Reading } from './reading.ts'
import { seal, wantsSecondReading } from './seal.ts'
import type { Snapshot } from './snapshot.ts'
import { wantsAsking } from './witnesses.ts'

const AT = new Date('2026-11-20T09:00:00Z')

const user = (id: number, more: Partial<ListedUser> = {}): ListedUser => ({
  userId: String(id),
  email: `user${id}@example.com`,
  firstName: null,
  lastName: null,
  superAdmin: id === 1,
  permissionSetIds: [],
  primaryTeamId: null,
  secondaryTeamIds: [],
  seats: [],
  ...more,
})

const whole = <T>(items: readonly T[]): PageChain<T> => ({
  items,
  pages: 1,
  next: undefined,
  end: 'whole',
})

/** As long as one that is not read twice where another list proves it. */
const many = <T>(chain: PageChain<T>): PageChain<T> => ({ ...chain, pages: 11 })

const torn = <T>(items: readonly T[], fault: PageFault): PageChain<T> => ({
  ...whole(items),
  end: fault,
})

const crmOf = (ids: readonly number[], deactivated: readonly number[] = []) => ({
  state: 'read' as const,
  value: {
    chain: whole(
      ids.map((id) => ({
        crmUserId: `9${id}`,
        userId: String(id),
        deactivated: deactivated.includes(id),
      })),
    ),
    total: ids.length,
  },
})

const NOT_PERMITTED = { state: 'not_permitted' } as const
const HOLDER = { portalId: 7, hubspotScopes: ['settings.users.read'] }

const reading = (ids: readonly number[], more: Partial<Reading> = {}): Reading => ({
  readingId: 'rdg_1',
  connectionId: 'con_1',
  begunAt: AT,
  endedAt: AT,
  before: HOLDER,
  after: HOLDER,
  users: whole(ids.map((id) => user(id))),
  again: whole(ids.map((id) => user(id))),
  facets: {
    permission_sets: NOT_PERMITTED,
    teams: NOT_PERMITTED,
    seats: NOT_PERMITTED,
    owners: NOT_PERMITTED,
    crm_users: crmOf(ids),
    logins: NOT_PERMITTED,
    security: NOT_PERMITTED,
  },
  known: new Map(),
  asked: new Map(),
  ...more,
})

const withFacets = (base: Reading, facets: Partial<Reading['facets']>): Reading => ({
  ...base,
  facets: { ...base.facets, ...facets },
})

function sealed(one: Reading): Snapshot {
  const judged = seal(one)
  if (!judged.ok) throw new Error(`not sealed: ${JSON.stringify(judged.error)}`)
  return judged.value
}

const reasons = (one: Reading): readonly string[] => {
  const judged = seal(one)
  return judged.ok ? [] : judged.error.map(({ reason }) => reason)
}

const known = (...ids: number[]): ReadonlyMap<string, PortalUser> =>
  new Map(sealed(reading(ids)).users.map((one) => [one.userId, one]))

describe('a reading is sealed', () => {
  it('when every list ended and another list names the same people', () => {
    expect(sealed(reading([2, 1, 10]))).toMatchObject({
      provenBy: 'crm_users',
      users: [{ userId: '1' }, { userId: '2' }, { userId: '10' }],
    })
  })

  it('by owners, where CRM users may not be read', () => {
    const owners = whole([
      { ownerId: '50', userId: '1', archived: false },
      { ownerId: '51', userId: '2', archived: false },
    ])
    const one = withFacets(reading([1, 2]), {
      crm_users: NOT_PERMITTED,
      owners: { state: 'read', value: owners },
    })
    expect(sealed(one).provenBy).toBe('owners')
  })

  it('by another list alone in a large portal, by both in a small one', () => {
    const small = { ...reading([1, 2]), again: null }
    expect(reasons(small)).toEqual(['readings_differ'])
    expect(sealed({ ...small, users: many(small.users) }).provenBy).toBe('crm_users')
  })

  it('by a second reading, where no other list knows everybody', () => {
    const alone = withFacets(
      { ...reading([1, 2]), users: many(reading([1, 2]).users), again: null },
      { crm_users: crmOf([1]) },
    )
    expect(wantsSecondReading(alone)).toBe(true)
    expect(reasons(alone)).toEqual(['readings_differ'])
    expect(sealed({ ...alone, again: alone.users }).provenBy).toBe('second_reading')
    expect(reasons({ ...alone, again: whole([user(1), user(3)]) })).toEqual(['readings_differ'])
  })

  it('keeps whom another list calls deactivated, also where the list leaves them out', () => {
    const one = withFacets(
      { ...reading([1]), known: known(1, 2) },
      { crm_users: crmOf([1, 2], [2]) },
    )
    expect(wantsAsking(one)).toEqual(['2'])
    const asked = (there: boolean) => sealed({ ...one, asked: new Map([['2', there]]) }).users
    expect(asked(true)).toMatchObject([{ userId: '1' }, { userId: '2', deactivated: true }])
    expect(asked(false)).toMatchObject([{ userId: '1' }])
  })
})

describe('what other lists say of a user', () => {
  const twice = (...deactivated: readonly boolean[]) => ({
    state: 'read' as const,
    value: {
      chain: whole(
        [...deactivated, ...deactivated].map((ended, n) => ({
          crmUserId: `9${n}`,
          userId: n < deactivated.length ? '2' : '1',
          deactivated: n < deactivated.length ? ended : false,
        })),
      ),
      total: null,
    },
  })

  it.each([[[true, false]], [[false, true]]])(
    'counts while one of several records lives (%j)',
    (deactivated) => {
      const one = withFacets(reading([1, 2]), { crm_users: twice(...deactivated) })
      expect(sealed(one).users).toMatchObject([{ userId: '1' }, { deactivated: false }])
      // And somebody of whom one record lives is missed where the list leaves them out.
      const unlisted = { ...one, ...withFacets(reading([1]), { crm_users: twice(...deactivated) }) }
      expect(reasons({ ...unlisted, known: known(1, 2), asked: new Map([['2', true]]) })).toEqual([
        'users_missing',
      ])
    },
  )

  it('makes nobody two, however many records of them have ended', () => {
    const one = withFacets(reading([1]), { crm_users: twice(true, true) })
    const asked = new Map([['2', true]])
    const { users } = sealed({ ...one, known: known(1, 2), asked })
    expect(users.map(({ userId }) => userId)).toEqual(['1', '2'])
  })

  it('is said by owners where CRM users may not be read', () => {
    const owners = whole([
      { ownerId: '50', userId: '1', archived: false },
      { ownerId: '51', userId: '2', archived: true },
    ])
    const one = withFacets(
      { ...reading([1]), known: known(1, 2), asked: new Map([['2', true]]) },
      { crm_users: NOT_PERMITTED, owners: { state: 'read', value: owners } },
    )
    expect(sealed(one).users).toMatchObject([{ userId: '1' }, { userId: '2', deactivated: true }])
  })

  it('is missed where they name somebody, also where their own count is wrong', () => {
    const crm = crmOf([1, 2])
    const one = withFacets(reading([1]), {
      crm_users: { ...crm, value: { ...crm.value, total: 3 } },
    })
    expect(wantsAsking(one)).toEqual(['2'])
    expect(reasons({ ...one, asked: new Map([['2', true]]) })).toEqual(['users_missing'])
  })
})

describe('who was invited', () => {
  const DAY_MS = 86_400_000
  const at = new Date(AT.getTime() - 2 * DAY_MS)
  const added = { hubspotId: 'e1', at, type: 'ADD_USER', actorId: '1', userId: '2' }
  const since = (from: Date, ...events: (typeof added)[]) => ({
    security: { state: 'read' as const, value: events },
    logins: { state: 'read' as const, value: { from, lastAt: new Map<string, Date>() } },
  })
  const invited = (one: Snapshot) => one.users.find(({ userId }) => userId === '2')?.inferredInvited

  it('is still so in the next reading, which reads of activity only what is new', () => {
    const window = new Date(AT.getTime() - 90 * DAY_MS)
    const first = sealed(withFacets(reading([1, 2]), since(window, added)))
    expect(invited(first)).toBe(true)
    const before = new Map(first.users.map((one) => [one.userId, one]))
    const next = { ...reading([1, 2]), known: before }
    expect(invited(sealed(withFacets(next, since(window))))).toBe(true)
    // Until the window has passed over it: then they did not come in for all of it.
    expect(invited(sealed(withFacets(next, since(AT))))).toBe(false)
  })
})

describe('a reading stays incomplete', () => {
  it.each([
    ['refused', { reason: 'refused', status: 429 }],
    ['cut off', { reason: 'unreached' }],
    ['in a circle', { reason: 'cursor_loop' }],
    ['with somebody twice', { reason: 'repeated', id: '1' }],
  ] satisfies [string, PageFault][])('whose list of users was %s', (_, fault) => {
    const one = reading([1, 2])
    expect(reasons({ ...one, users: torn(one.users.items, fault) })).toEqual(['list_torn'])
  })

  it('without anybody', () => {
    expect(reasons(reading([]))).toContain('no_users')
  })

  it('where somebody is named elsewhere, until HubSpot says that they are gone', () => {
    const one = withFacets(reading([1]), { crm_users: crmOf([1, 2]) })
    expect(wantsAsking(one)).toEqual(['2'])
    expect(reasons(one)).toEqual(['users_missing'])
    expect(reasons({ ...one, asked: new Map([['2', true]]) })).toEqual(['users_missing'])
    expect(sealed({ ...one, asked: new Map([['2', false]]) }).users).toHaveLength(1)
  })

  it('where a user who was there before is still there and not in the list', () => {
    const one = { ...reading([1]), known: known(1, 2) }
    expect(wantsAsking(one)).toEqual(['2'])
    expect(reasons({ ...one, asked: new Map([['2', true]]) })).toEqual(['users_missing'])
    expect(sealed({ ...one, asked: new Map([['2', false]]) }).users).toHaveLength(1)
  })

  it('where what the credential may read could not be read', () => {
    const failed = { state: 'failed', fault: { reason: 'refused', status: 403 } } as const
    expect(reasons(withFacets(reading([1]), { permission_sets: failed }))).toEqual(['list_torn'])
  })

  it('where the credential changed, or opens another portal', () => {
    expect(reasons(reading([1], { after: { ...HOLDER, hubspotScopes: [] } }))).toEqual([
      'scopes_changed',
    ])
    expect(reasons(reading([1], { after: { ...HOLDER, portalId: 8 } }))).toEqual(['other_portal'])
  })

  it('where users belong to teams that the list of teams has not', () => {
    const one = withFacets(
      { ...reading([1]), users: whole([user(1, { primaryTeamId: '77' })]) },
      { teams: { state: 'read', value: [] } },
    )
    expect(reasons(one)).toEqual(['teams_missing'])
  })

  it('where a list that counts itself otherwise is all that proves it', () => {
    const crm = crmOf([1, 2])
    const short = { ...crm, value: { ...crm.value, total: 3 } }
    const one = { ...reading([1, 2]), users: many(reading([1, 2]).users), again: null }
    expect(reasons(withFacets(one, { crm_users: short }))).toEqual(['readings_differ'])
  })
})

/**
 * The model: a portal of so many users and a list that loses some of them. Whatever is lost, a sealed
 * snapshot has everybody whom HubSpot would still answer for.
 */
it('never lacks a user who is there', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 })
  const some = fc.subarray(Array.from({ length: 60 }, (_, at) => at + 1))
  fc.assert(
    fc.property(ids, some, some, some, some, (there, lost, unseen, before, lostAgain) => {
      const listed = there.filter((id) => !lost.includes(id))
      const one = withFacets(
        { ...reading(listed), known: known(1, ...before.filter((id) => id !== 1)) },
        { crm_users: crmOf(there.filter((id) => !unseen.includes(id))) },
      )
      const asked = new Map(wantsAsking(one).map((id) => [id, there.includes(Number(id))]))
      const again = whole(there.filter((id) => !lostAgain.includes(id)).map((id) => user(id)))
      const judged = seal({ ...one, asked, again })
      if (!judged.ok) return
      // Two readings that lose the same, of people whom no other list knows and nobody knew, cannot be
      // told from a portal without them.
      const hidden = (id: number) =>
        lost.includes(id) && lostAgain.includes(id) && unseen.includes(id) && !before.includes(id)
      const expected = there.filter((id) => !hidden(id) || id === 1)
      expect(new Set(judged.value.users.map(({ userId }) => Number(userId)))).toEqual(
        new Set(expected),
      )
    }),
    { numRuns: 2_000 },
  )
})

describe('a chain of pages', () => {
  const chain = (...pages: readonly [items: string, after: string | null][]) => {
    const reader = new PageChainReader<string>((item) => item)
    for (const [items, after] of pages) reader.add({ items: [...items], after })
    return reader.chain
  }

  it('ends with the page that names no other', () => {
    expect(chain(['ab', 'b'], ['c', null])).toMatchObject({ items: ['a', 'b', 'c'], end: 'whole' })
  })

  it('ends with its first fault, and takes nothing more', () => {
    expect(chain(['ab', 'b'], ['bc', null]).end).toEqual({ reason: 'repeated', id: 'b' })
    expect(chain(['a', 'x'], ['b', 'x']).end).toEqual({ reason: 'cursor_loop' })
    expect(chain(['a', 'x'], ['', 'y']).end).toEqual({ reason: 'empty_page' })
    expect(chain(['a', 'x'], ['', 'y'], ['b', null]).items).toEqual(['a'])
  })
})
