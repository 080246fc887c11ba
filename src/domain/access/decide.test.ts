import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connectionNamed } from '../../../tests/support/organisation.ts'
import type { Connection } from '../connection/connection.ts'
import { accessOf } from './access-of.ts'
import { decide, effectiveScopes, identifyCaller, type Caller } from './decide.ts'
import type { ClientKey, Grant, Group, Principal } from './entities.ts'
import { buildPicture, type AccessPicture } from './picture.ts'
import type { Scope } from './scope.ts'

const NOW = new Date('2027-01-01T00:00:00Z')
const LATER = new Date(NOW.getTime() + 1)

const ada: Principal = {
  id: 'mem_ada',
  kind: 'member',
  name: 'Ada',
  email: 'ada@example.com',
  role: 'member',
  state: 'active',
  createdAt: NOW,
}
const key: ClientKey = {
  id: 'key_1',
  principalId: ada.id,
  name: 'laptop',
  createdAt: NOW,
  expiresAt: null,
  revokedAt: null,
}
const caller: Caller = {
  principal: ada,
  means: { kind: 'key', id: key.id, name: key.name, expiresAt: key.expiresAt },
}

const group = (name: string, memberIds: string[] = [ada.id]): Group => ({
  id: `grp_${name}`,
  name,
  title: name,
  description: '',
  context: '',
  memberIds,
  revision: 1,
})
const grant = (to: string, on: string, scopes: Scope[], expiresAt: Date | null = null): Grant => ({
  id: `gnt_${to}_${on}_${scopes.join()}`,
  groupId: `grp_${to}`,
  connectionId: connectionNamed(on).id,
  scopes,
  expiresAt,
})

function pictureOf(rows: {
  groups?: readonly Group[]
  grants?: readonly Grant[]
  connections?: readonly Connection[]
  keys?: readonly ClientKey[]
  principals?: readonly Principal[]
}): AccessPicture {
  return buildPicture({
    version: 1,
    organisation: null,
    principals: rows.principals ?? [ada],
    groups: rows.groups ?? [],
    grants: rows.grants ?? [],
    connections: rows.connections ?? [connectionNamed('main')],
    keys: (rows.keys ?? [key]).map((one) => ({ ...one, hash: `hash of ${one.id}` })),
  })
}

describe('who calls', () => {
  const identify = (rows: Parameters<typeof pictureOf>[0], hash = 'hash of key_1') =>
    identifyCaller(pictureOf(rows), hash, NOW)

  test('the key decides, and every way in which it may be dead has its name', () => {
    expect(identify({})).toMatchObject({ ok: true, value: { principal: ada } })
    expect(identify({}, 'another hash')).toMatchObject({ error: 'key_unknown' })
    expect(identify({ keys: [{ ...key, revokedAt: NOW }] })).toMatchObject({ error: 'key_revoked' })
    expect(identify({ keys: [{ ...key, expiresAt: NOW }] })).toMatchObject({ error: 'key_expired' })
    expect(identify({ keys: [{ ...key, expiresAt: LATER }] })).toMatchObject({ ok: true })
    expect(identify({ principals: [{ ...ada, state: 'removed' }] })).toMatchObject({
      error: 'principal_removed',
    })
    expect(identify({ principals: [] })).toMatchObject({ error: 'principal_removed' })
  })
})

describe('what they may', () => {
  test('a connection without a live grant is answered like one that does not exist', () => {
    const unknown = { ok: false, error: { reason: 'connection_unknown' } }
    const ended = grant('sales', 'main', ['contacts:read'], NOW)
    for (const picture of [
      pictureOf({ connections: [] }),
      pictureOf({}),
      pictureOf({ groups: [group('sales')] }),
      pictureOf({ groups: [group('sales')], grants: [ended] }),
      pictureOf({
        groups: [group('sales', [])],
        grants: [grant('sales', 'main', ['contacts:read'])],
      }),
      pictureOf({
        groups: [group('sales')],
        grants: [grant('sales', 'main', ['contacts:read'])],
        connections: [{ ...connectionNamed('main'), state: 'disconnected' }],
      }),
    ])
      expect(decide(picture, caller, 'main', ['contacts:read'], NOW)).toEqual(unknown)
  })

  test('a missing scope is named with what is held, in the order of all tables', () => {
    const picture = pictureOf({
      groups: [group('sales'), group('ops')],
      grants: [
        grant('ops', 'main', ['tickets:read', 'contacts:read']),
        grant('sales', 'main', ['companies:read']),
      ],
    })
    expect(decide(picture, caller, 'main', ['contacts:read', 'deals:read'], NOW)).toEqual({
      ok: false,
      error: {
        reason: 'scope_missing',
        missing: ['deals:read'],
        held: ['contacts:read', 'companies:read', 'tickets:read'],
      },
    })
  })

  test('the group that grants all of it is the one that is charged', () => {
    const picture = pictureOf({
      groups: [group('part'), group('whole')],
      grants: [
        grant('part', 'main', ['contacts:read']),
        grant('whole', 'main', ['contacts:read', 'deals:read']),
      ],
    })
    const decided = decide(picture, caller, 'main', ['contacts:read', 'deals:read'], NOW)
    expect(decided).toMatchObject({ ok: true, value: { group: { name: 'whole' } } })
  })

  test('a pause is told only to those who may, after what they may not', () => {
    const rows = {
      groups: [group('sales')],
      grants: [grant('sales', 'main', ['contacts:read'])],
    }
    const suspended = pictureOf({
      ...rows,
      connections: [{ ...connectionNamed('main'), state: 'suspended' }],
    })
    const dead = pictureOf({
      ...rows,
      connections: [{ ...connectionNamed('main'), state: 'needs_reauth' }],
    })
    expect(decide(suspended, caller, 'main', ['contacts:read'], NOW)).toMatchObject({
      error: { reason: 'connection_suspended' },
    })
    expect(decide(dead, caller, 'main', ['contacts:read'], NOW)).toMatchObject({
      error: { reason: 'connection_needs_reauth' },
    })
    expect(decide(dead, caller, 'main', ['deals:read'], NOW)).toMatchObject({
      error: { reason: 'scope_missing' },
    })
  })
})

const SCOPES: readonly Scope[] = ['contacts:read', 'contacts:write', 'deals:read']
const anyRows = fc.record({
  groups: fc.constant([group('a'), group('b'), group('c', [])]),
  grants: fc.array(
    fc
      .tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('main', 'other'),
        fc.subarray([...SCOPES], { minLength: 1 }),
        fc.constantFrom(null, NOW, LATER),
      )
      .map(([to, on, scopes, end]) => grant(to, on, scopes, end)),
    { maxLength: 6 },
  ),
  connections: fc.constant([connectionNamed('main'), connectionNamed('other')]),
})

test('permit, effective scopes and the list of access are one truth, told three ways', () => {
  fc.assert(
    fc.property(anyRows, fc.constantFrom(...SCOPES), (rows, scope) => {
      const picture = pictureOf(rows)
      const held = effectiveScopes(picture, ada.id, connectionNamed('main').id, NOW)
      expect(decide(picture, caller, 'main', [scope], NOW).ok).toBe(held.includes(scope))
      const listed = accessOf(picture, ada, NOW).connections.find(
        ({ connection }) => connection.name === 'main',
      )
      expect((listed?.scopes ?? []).map((one) => one.scope)).toEqual(held)
      const byHand = rows.grants.filter(
        (one) =>
          one.groupId !== 'grp_c' &&
          one.connectionId === connectionNamed('main').id &&
          one.expiresAt !== NOW &&
          one.scopes.includes(scope),
      )
      expect(held.includes(scope)).toBe(byHand.length > 0)
    }),
  )
})
