/** The states of a request and what is written, against a small portal in which others are at work as well. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { portalUser } from '../../../../tests/support/portal-people.ts'
import { accessStateOf, differingFields, type AccessState } from '../plan/access-state.ts'
import { elevated, elevatedFields, restored, standingOf } from './elevate.ts'
import { requestItems } from './request-items.ts'
import {
  mayGo,
  OPEN_STATES,
  WAYS,
  type AccessRequest,
  type RequestState,
  type WayName,
} from './request.ts'

const ids = (...all: string[]) => fc.subarray(all)
const state: fc.Arbitrary<AccessState> = fc
  .record({
    permissionSetIds: fc.constantFrom<string[]>([], ['1'], ['2'], ['3']),
    primaryTeamId: fc.constantFrom(null, 'a', 'b'),
    secondaryTeamIds: ids('c', 'd', 'e'),
    seats: ids('Core', 'Sales', 'Service'),
  })
  .map((some) => accessStateOf({ firstName: null, lastName: null, ...some }))
const wish = fc.record({
  permissionSetId: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
  primaryTeamId: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  addTeamIds: ids('c', 'd', 'e'),
  addSeats: ids('Core', 'Sales'),
})
const same = (a: AccessState, b: AccessState) => differingFields(a, b, 'without_names').length === 0

test('what was given is taken back exactly, and only that', () => {
  fc.assert(
    fc.property(state, wish, state, (prior, wanted, elsewhere) => {
      const granted = elevated(prior, wanted)
      expect(same(restored(granted, { prior, granted }), prior)).toBe(true)
      for (const seat of prior.seats) expect(granted.seats).toContain(seat)
      // Somebody changes what was not given: that stays, and the rest goes back.
      const given = elevatedFields({ prior, granted })
      let changed: AccessState = elsewhere
      for (const field of given) changed = { ...changed, [field]: granted[field] }
      const back = restored(changed, { prior, granted })
      for (const field of differingFields(back, changed, 'without_names'))
        expect(given).toContain(field)
      for (const field of given) expect(back[field]).toEqual(prior[field])
    }),
  )
})

test('nothing is given back where a field that was given is neither as given nor as before', () => {
  fc.assert(
    fc.property(state, wish, state, (prior, wanted, now) => {
      const elevation = { prior, granted: elevated(prior, wanted) }
      const given = elevatedFields(elevation)
      const is = (other: AccessState) =>
        given.every((field) => !differingFields(now, other, 'without_names').includes(field))
      const request: AccessRequest = { ...REQUEST, state: 'ending', elevation }
      const user = portalUser('7', { ...now, deactivated: false })
      const { items, told } = requestItems([request], {
        users: [user],
        leaving: new Map(),
        isGone: () => true,
        invites: () => false,
      })
      const standing = standingOf(now, elevation).is
      if (is(prior)) expect(told).toMatchObject([{ way: 'restore', sentence: null }])
      else if (is(elevation.granted)) {
        expect(standing).toBe('as_granted')
        expect(items).toMatchObject([{ act: 'restore', userId: '7' }])
      } else {
        expect(items).toEqual([])
        expect(told).toMatchObject([{ way: 'drift' }])
      }
    }),
  )
})

test('who is missing from one reading may come back: only of whoever left is nothing given back', () => {
  const prior = accessStateOf(portalUser('7'))
  const elevation = { prior, granted: elevated(prior, { permissionSetId: '9' }) }
  const request: AccessRequest = { ...REQUEST, state: 'ending', elevation }
  const facts = { users: [], leaving: new Map(), invites: () => false }
  const toldWhere = (left: boolean) =>
    requestItems([request], { ...facts, isGone: () => left }).told.map(({ way }) => way)
  expect(toldWhere(false)).toEqual([null])
  expect(toldWhere(true)).toEqual(['restore'])
})

test('from whoever got another permission set in HubSpot meanwhile only a person can take it back', () => {
  const prior = accessStateOf(portalUser('7'))
  const elevation = { prior, granted: elevated(prior, { addSeats: ['Core'] }) }
  const request: AccessRequest = { ...REQUEST, state: 'ending', elevation }
  const of = (more: readonly string[]) =>
    requestItems([request], {
      users: [
        portalUser('7', {
          ...elevation.granted,
          permissionSetIds: [...prior.permissionSetIds, ...more],
          deactivated: false,
        }),
      ],
      leaving: new Map(),
      isGone: () => true,
      invites: () => false,
    })
  expect(of([]).items).toMatchObject([{ act: 'restore' }])
  // A guard would hold it up for ever: there would be nobody to settle it.
  expect(of(['9'])).toMatchObject({ items: [], told: [{ way: 'drift' }] })
})

const REQUEST: AccessRequest = {
  id: 'req_1',
  connectionId: 'con_1',
  state: 'asked',
  askedBy: { id: 'mem_1', name: 'Ana' },
  principalId: 'mem_1',
  email: 'ana@example.com',
  userId: '7',
  wish: {},
  hours: 8,
  reason: 'x',
  askedAt: new Date(0),
  lapsesAt: new Date(1),
  decided: null,
  planId: null,
  elevation: null,
  grantedAt: null,
  endsAt: null,
  endedAt: null,
  held: null,
  tries: 0,
  nextAt: new Date(1),
}

test('whatever ways are tried, nobody has access without an approval, and what is over stays over', () => {
  const ways = Object.keys(WAYS) as WayName[]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ways), { maxLength: 30 }), (tried) => {
      let now: RequestState = 'asked'
      const gone: WayName[] = []
      for (const way of tried) {
        if (!mayGo(way, now)) continue
        expect(OPEN_STATES as readonly RequestState[]).toContain(now)
        now = WAYS[way].to
        gone.push(way)
      }
      const given = gone.findIndex((way) => way === 'grant' || way === 'keep' || way === 'begin')
      if (given >= 0) expect(gone.slice(0, given)).toContain('approve')
      // What a plan is giving is withdrawn by nobody unseen.
      if (gone.includes('withdraw')) expect(gone.at(-1)).toBe('withdraw')
    }),
    { numRuns: 2_000 },
  )
})
