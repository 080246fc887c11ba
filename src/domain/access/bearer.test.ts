/** Who sends an access token, and what it may do: never more than what it hangs on is worth now. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Authorisation } from '../authorisation/authorisation.ts'
import { accessAsked, accessOf, isWrite, scopeTextFor } from '../authorisation/oauth-scope.ts'
import type { Connection } from '../connection/connection.ts'
import { decide, identifyBearer, type TokenBearer } from './decide.ts'
import type { ClientKey, Group, Principal } from './entities.ts'
import { buildPicture, type PictureRows } from './picture.ts'
import { SCOPES } from './scope.ts'

const NOW = new Date('2026-11-20T09:00:00Z')
const EARLIER = new Date('2026-11-20T08:00:00Z')
const LATER = new Date('2026-11-20T10:00:00Z')

const ada: Principal = {
  id: 'mem_ada',
  kind: 'member',
  name: 'Ada',
  email: 'ada@example.com',
  role: 'member',
  state: 'active',
  createdAt: EARLIER,
}
const authorisation: Authorisation = {
  id: 'aut_1',
  principalId: ada.id,
  client: { id: 'https://claude.ai/client', name: 'Claude', host: 'claude.ai' },
  redirectUri: 'https://claude.ai/callback',
  resource: 'mcp',
  access: 'write',
  createdAt: EARLIER,
  expiresAt: LATER,
  lastUsedAt: null,
  revokedAt: null,
  endedBecause: null,
}
const key: ClientKey & { hash: string } = {
  id: 'key_1',
  principalId: ada.id,
  name: 'robot',
  hash: 'hash',
  createdAt: EARLIER,
  expiresAt: null,
  revokedAt: null,
}
const token: TokenBearer = {
  principalId: ada.id,
  access: 'write',
  expiresAt: LATER,
  hangsOn: { kind: 'authorisation', id: 'aut_1' },
}
const byKey: TokenBearer = { ...token, hangsOn: { kind: 'key', id: 'key_1' } }

const picture = (rows: Partial<PictureRows> = {}) =>
  buildPicture({
    version: 1,
    organisation: null,
    principals: [ada],
    groups: [],
    grants: [],
    connections: [],
    keys: [key],
    authorisations: [authorisation],
    ...rows,
  })
const identify = (rows: Partial<PictureRows> = {}, bearer: TokenBearer = token) =>
  identifyBearer(picture(rows), bearer, NOW)

describe('a token is worth what it hangs on', () => {
  test('a live authorisation: its owner, by the client’s name', () => {
    expect(identify()).toMatchObject({
      ok: true,
      value: { principal: ada, access: 'write', means: { kind: 'authorisation', name: 'Claude' } },
    })
  })

  test('one that ended, expired, never was or is another’s: nothing', () => {
    for (const authorisations of [
      [{ ...authorisation, revokedAt: NOW }],
      [{ ...authorisation, expiresAt: NOW }],
      [{ ...authorisation, principalId: 'mem_ben' }],
      [],
    ])
      expect(identify({ authorisations })).toMatchObject({ error: 'authorisation_ended' })
  })

  test('a client key: as long as that key', () => {
    expect(identify({}, byKey)).toMatchObject({ ok: true, value: { means: { kind: 'key' } } })
    for (const keys of [
      [{ ...key, revokedAt: NOW }],
      [{ ...key, expiresAt: NOW }],
      [{ ...key, principalId: 'mem_ben' }],
      [],
    ])
      expect(identify({ keys }, byKey)).toMatchObject({ error: 'key_ended' })
  })

  test('nothing once its owner was removed, or it expired by itself', () => {
    const removed = [{ ...ada, state: 'removed' as const }]
    expect(identify({ principals: removed })).toMatchObject({ error: 'principal_removed' })
    expect(identify({}, { ...token, expiresAt: NOW })).toMatchObject({ error: 'token_expired' })
  })

  test('and may do the less of what was let in and what it asked for', () => {
    const access = (granted: 'read' | 'write', asked: 'read' | 'write') => {
      const found = identify(
        { authorisations: [{ ...authorisation, access: granted }] },
        { ...token, access: asked },
      )
      return found.ok ? found.value.access : undefined
    }
    expect(access('write', 'write')).toBe('write')
    expect(access('write', 'read')).toBe('read')
    expect(access('read', 'write')).toBe('read')
    expect(access('read', 'read')).toBe('read')
  })
})

describe('reading only', () => {
  const connection = { id: 'con_1', name: 'main', state: 'active' } as Connection
  const group = { id: 'grp_1', name: 'team', memberIds: [ada.id] } as unknown as Group
  const scopes = SCOPES.map(({ scope }) => scope)
  const granted = picture({
    connections: [connection],
    groups: [group],
    grants: [{ id: 'gnt_1', groupId: 'grp_1', connectionId: 'con_1', scopes, expiresAt: null }],
  })
  const means = { kind: 'authorisation', id: 'aut_1', name: 'Claude', expiresAt: null } as const

  test('never permits anything but reading, whatever the groups grant', () => {
    fc.assert(
      fc.property(fc.subarray(scopes, { minLength: 1 }), (needed) => {
        const caller = { principal: ada, means, access: 'read' } as const
        const decided = decide(granted, caller, 'main', needed, NOW)
        expect(decided.ok).toBe(needed.every((scope) => scope.endsWith(':read')))
        if (!decided.ok)
          expect(decided.error).toEqual({ reason: 'read_only', writes: needed.filter(isWrite) })
      }),
    )
  })

  test('where the groups do not grant the write, that is said: letting in again would not help', () => {
    const nothing = picture({
      connections: [connection],
      groups: [group],
      grants: [
        {
          id: 'gnt_1',
          groupId: 'grp_1',
          connectionId: 'con_1',
          scopes: ['contacts:read'],
          expiresAt: null,
        },
      ],
    })
    const caller = { principal: ada, means, access: 'read' } as const
    expect(decide(nothing, caller, 'main', ['contacts:write'], NOW)).toMatchObject({
      error: { reason: 'scope_missing' },
    })
  })
})

test('a scope parameter asks for everything unless it names reading alone', () => {
  expect(accessAsked(undefined)).toBe('write')
  expect(accessAsked('')).toBe('write')
  expect(accessAsked('openid offline_access')).toBe('write')
  expect(accessAsked('hubspot:read offline_access')).toBe('read')
  expect(accessAsked('hubspot:write')).toBe('write')
})

test('a scope claim permits what it names and nothing else', () => {
  expect(accessOf(undefined)).toBeUndefined()
  expect(accessOf('hubspot:readx')).toBeUndefined()
  expect(accessOf(scopeTextFor('read'))).toBe('read')
  expect(accessOf(scopeTextFor('write'))).toBe('write')
})
