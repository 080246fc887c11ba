import { expect, it } from 'vitest'
import type { Grant, Group } from '../connections/types.ts'
import { writersOf } from './scim-writers.ts'

const group = (
  id: string,
  ...members: readonly (readonly ['member' | 'service_account', string])[]
) =>
  ({ id, members: members.map(([kind, name]) => ({ id: name, name, kind })) }) as unknown as Group
const grant = (of: string, scopes: string[], state: 'live' | 'ended' = 'live') =>
  ({ group: { id: of }, scopes, state }) as unknown as Grant

it('names programs that may read and write users by what all their groups hold now', () => {
  const groups = [
    group('directory', ['service_account', 'okta'], ['member', 'admin']),
    group('readers', ['service_account', 'entra'], ['service_account', 'reporting']),
    group('writers', ['service_account', 'entra'], ['service_account', 'former']),
  ]
  const grants = [
    grant('directory', ['users:read', 'users:write']),
    grant('readers', ['users:read']),
    grant('writers', ['users:write']),
    grant('writers', ['users:read'], 'ended'),
  ]
  expect(writersOf(grants, groups).map(({ name }) => name)).toEqual(['okta', 'entra'])
  expect(writersOf([], groups)).toEqual([])
})
