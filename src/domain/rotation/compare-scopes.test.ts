/** Promise: what a new credential takes from groups is named before it happens, and nothing else. */
import { expect, it } from 'vitest'
import type { Grant } from '../access/entities.ts'
import type { Scope } from '../access/scope.ts'
import { compareScopes } from './compare-scopes.ts'

const NOW = new Date('2026-11-01T00:00:00Z')
const grant = (
  groupId: string,
  scopes: readonly Scope[],
  expiresAt: Date | null = null,
): Grant => ({
  id: `gnt_${groupId}`,
  groupId,
  connectionId: 'con_1',
  scopes,
  expiresAt,
})
const READ = 'crm.objects.contacts.read'
const WRITE = 'crm.objects.contacts.write'

it('names the groups of each scope that works now and would not', () => {
  const grants = [grant('b', ['contacts:read', 'contacts:write']), grant('a', ['contacts:write'])]
  expect(compareScopes([READ, WRITE], [READ, 'tickets'], grants, NOW)).toEqual({
    lost: [WRITE],
    gained: ['tickets'],
    broken: [{ scope: 'contacts:write', groupIds: ['a', 'b'], needs: [WRITE] }],
  })
})

it('blames nobody for what did not work before, is not granted, or has expired', () => {
  const expired = grant('a', ['contacts:write'], new Date('2026-10-01T00:00:00Z'))
  expect(compareScopes([READ], [READ], [grant('a', ['contacts:write'])], NOW).broken).toEqual([])
  expect(compareScopes([READ, WRITE], [READ], [], NOW).broken).toEqual([])
  expect(compareScopes([READ, WRITE], [READ], [expired], NOW).broken).toEqual([])
})
