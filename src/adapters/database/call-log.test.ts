import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import type { CallEvent } from '../../domain/audit/event.ts'
import { createCallLog } from './call-log.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const event = (id: string, path = '/crm/v3/objects/contacts'): CallEvent => ({
  type: 'call',
  version: 1,
  id,
  at: '2026-11-22T08:00:00.000Z',
  door: 'rest',
  principalId: 'mem_1',
  principalName: 'Ana',
  authenticatedBy: 'key_1',
  groupId: null,
  groupName: null,
  connectionId: null,
  connectionName: 'main',
  portalId: null,
  operation: null,
  method: 'GET',
  path,
  tool: null,
  scopes: [],
  decision: 'refused',
  reason: 'access.scope_missing',
  status: 403,
  upstreamStatus: null,
  correlationId: null,
  attempts: 0,
  durationMs: 1,
  waitedMs: 0,
  bytesIn: 0,
  bytesOut: 0,
})

const silent = () => undefined
const stored = async (): Promise<string[]> => {
  const { rows } = await database.pool.query<{ body: Buffer }>(
    'select body from audit_event order by sequence',
  )
  return rows.map(({ body }) => (JSON.parse(body.toString()) as CallEvent).path)
}

it('keeps every event, whatever callers wrote into their paths', async () => {
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const callLog = createCallLog({ config: database.config, log })
  const paths = ['/a\nb', '/a\r\u0000b', '/\ud800', "/';drop table audit_event;--", '/\u2028{"', '']
  await Promise.all(paths.map((path, i) => callLog.record(event(`call_${i}`, path))))
  await callLog.close()
  expect((await stored()).map((path) => path.toWellFormed()).sort()).toEqual(
    paths.map((path) => path.toWellFormed()).sort(),
  )
})

it('while the database is silent, refuses everybody after two waits, not one batch after another', async () => {
  const failures: string[] = []
  const log = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (_facts: Record<string, unknown>, message: string) => void failures.push(message),
  }
  const callLog = createCallLog({ config: database.config, log, commitTimeoutMs: 300 })
  const blocker = await database.pool.connect()
  await blocker.query('begin')
  await blocker.query('lock table audit_event in access exclusive mode')
  const outcomes = await Promise.allSettled(
    Array.from({ length: 2_600 }, (_, i) => callLog.record(event(`call_${i}`))),
  )
  expect(outcomes.map(({ status }) => status)).not.toContain('fulfilled')
  expect(failures.length).toBeLessThanOrEqual(3)
  await blocker.query('rollback')
  blocker.release()
  await callLog.record(event('call_after'))
  await callLog.close()
})
