/** Events of the audit for tests: a call that was let through, but for what a test says. */
import { randomBytes } from 'node:crypto'
import type { CallEvent } from '../../src/domain/audit/event.ts'
import { makeId } from '../../src/domain/ids.ts'

export const aCall = (but: Partial<CallEvent>): CallEvent => ({
  type: 'call',
  version: 1,
  id: makeId('call', randomBytes(20)),
  at: '2026-11-20T08:59:00.000Z',
  door: 'rest',
  principalId: 'mem_someone',
  principalName: 'Someone',
  authenticatedBy: 'key_someone',
  groupId: 'grp_sales',
  groupName: 'sales',
  connectionId: 'con_main',
  connectionName: 'main',
  portalId: 1000,
  operation: 'crm.objects.list',
  method: 'GET',
  path: '/crm/v3/objects/contacts',
  tool: null,
  scopes: ['contacts:read'],
  decision: 'permitted',
  reason: null,
  status: 200,
  upstreamStatus: 200,
  correlationId: 'b3a1',
  attempts: 1,
  durationMs: 12.5,
  waitedMs: 0,
  bytesIn: 0,
  bytesOut: 100,
  ...but,
})
