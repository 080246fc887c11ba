/**
 * Every recorded event is counted once: whatever writers and counters do at the same time, whoever
 * commits late, whatever is killed in between, and whatever stands in an event.
 */
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { aCall } from '../../../../tests/support/events.ts'
import type { CallEvent } from '../../../domain/audit/event.ts'
import { eventText } from '../../../domain/audit/event-bytes.ts'
import { auditRepository } from '../audit.ts'
import { createCallLog } from '../call-log.ts'
import { createActivity } from './activity.ts'
import { countCalls } from './count-calls.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const quiet = (): void => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }

const ALL = { from: new Date(0), to: new Date('2100-01-01T00:00:00Z') }

const outcome = ({ decision, status }: CallEvent): 'refused' | 'failed' | 'permitted' =>
  decision === 'refused' ? 'refused' : status >= 400 ? 'failed' : 'permitted'

/** What the counts say, by minute and by hour, against what the log says. */
async function compare(): Promise<void> {
  const { rows } = await database.pool.query<{ sequence: number; body: Buffer }>(
    'select sequence, body from audit_event order by sequence',
  )
  const events = rows.map(({ body }) => JSON.parse(body.toString('utf8')) as CallEvent)
  const calls = events.filter(({ type }) => type === 'call')
  const activity = createActivity(database.db)
  for (const stepMs of [60_000, 3_600_000]) {
    const truth = new Map<string, number>()
    for (const call of calls) {
      const bucket = Math.floor(new Date(call.at).getTime() / stepMs) * stepMs
      const key = `${bucket} ${outcome(call)}`
      truth.set(key, (truth.get(key) ?? 0) + 1)
    }
    const said = new Map<string, number>()
    for (const { from, ...counts } of await activity.overTime(ALL, stepMs))
      for (const [kind, count] of Object.entries(counts))
        if (count > 0) said.set(`${from.getTime()} ${kind}`, count)
    expect(said).toEqual(truth)
  }
  // Hours are kept twice, everybody's in one row and by who called, and the one is made of the other.
  const byHour = new Map<string, number>()
  for (const door of new Set(calls.map((call) => call.door)))
    for (const { from, ...counts } of await activity.overTime({ ...ALL, door }, 3_600_000))
      for (const [kind, count] of Object.entries(counts))
        byHour.set(kind + from.toISOString(), (byHour.get(kind + from.toISOString()) ?? 0) + count)
  for (const { from, ...counts } of await activity.overTime(ALL, 3_600_000))
    for (const [kind, count] of Object.entries(counts))
      expect(count).toBe(byHour.get(kind + from.toISOString()) ?? 0)
  const groups = new Map((await activity.byGroup(ALL)).map((one) => [one.groupId, one]))
  for (const [groupId, own] of Map.groupBy(calls, (call) => call.groupId))
    expect(groups.get(groupId)).toEqual({
      groupId,
      permitted: own.filter((call) => outcome(call) === 'permitted').length,
      refused: own.filter((call) => outcome(call) === 'refused').length,
      failed: own.filter((call) => outcome(call) === 'failed').length,
    })
  expect(await activity.events()).toBe(events.length)
  expect(await activity.countedThrough()).toBeGreaterThanOrEqual(rows.at(-1)?.sequence ?? 0)
  const uses = new Map<string, number>()
  for (const call of calls) {
    const at = new Date(call.at).getTime()
    const used = [call.principalId, call.authenticatedBy]
    if (call.decision === 'permitted') used.push(call.connectionId)
    for (const id of used) if (id) uses.set(id, Math.max(uses.get(id) ?? 0, at))
  }
  const known = await activity.lastUses([...uses.keys(), 'mem_nobody'])
  expect(new Map([...known].map(([id, at]) => [id, at.getTime()]))).toEqual(uses)
}

const anyCall = fc.record({
  at: fc
    .integer({ min: 0, max: 5 * 3_600_000 })
    .map((ms) => new Date(Date.UTC(2026, 10, 20) + ms).toISOString()),
  principalId: fc.constantFrom(null, 'mem_a', 'mem_b'),
  authenticatedBy: fc.constantFrom(null, 'key_a', 'aut_b'),
  groupId: fc.constantFrom(null, 'grp_a', 'grp_b'),
  connectionId: fc.constantFrom(null, 'con_a', 'con_b'),
  decision: fc.constantFrom('permitted' as const, 'refused' as const),
  status: fc.constantFrom(200, 204, 399, 400, 404, 502),
  // A value that looks like a member, and what PostgreSQL's own JSON refuses.
  path: fc.constantFrom(
    '/crm',
    '","groupId":"grp_x","status":500,"',
    '\u0000',
    '\ud800',
    '"door":"x"',
  ),
})

test('counted once, with writers and several counters at the same time', async () => {
  const callLog = createCallLog({ config: database.config, log })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyCall, { maxLength: 20 }), { maxLength: 5 }),
      async (bursts) => {
        for (const burst of bursts) {
          const writing = burst.map((call) => callLog.record(aCall(call)))
          const counting = [countCalls(database.pool), countCalls(database.pool)]
          await Promise.all([...writing, ...counting])
        }
        await countCalls(database.pool)
        await compare()
      },
    ),
    { numRuns: 15 },
  )
  await callLog.close()
})

test('calls that an older release wrote count by their text, as the others by their columns', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 20 }), async (calls) => {
      for (const call of calls) await recordAsBefore(database.pool, aCall(call))
      await countCalls(database.pool)
      await compare()
    }),
    { numRuns: 15 },
  )
})

/** Without the columns that came in 0009_counted_members.sql. */
async function recordAsBefore(on: pg.Pool | pg.Client, call: CallEvent): Promise<void> {
  await on.query(
    `insert into audit_event (at, type, principal_id, connection_id, decision, body)
     values ($1, 'call', $2, $3, $4, convert_to($5, 'UTF8'))`,
    [call.at, call.principalId, call.connectionId, call.decision, eventText(call)],
  )
}

test('a change is no call, but is counted as an event', async () => {
  await auditRepository(database.db).append({
    type: 'change',
    version: 1,
    id: 'chg_x',
    at: '2026-11-20T00:00:00.000Z',
    door: 'admin',
    principalId: 'mem_admin',
    principalName: 'Admin',
    authenticatedBy: 'key_admin',
    action: 'grant.set',
    targetKind: 'grant',
    targetId: 'gnt_x',
    targetName: 'a on b',
    connectionId: null,
    before: null,
    after: { groupId: 'grp_a', status: 500 },
  })
  await countCalls(database.pool)
  await compare()
})

describe('an event that is committed after younger ones', () => {
  /** Begun on a connection of its own, to be committed by the test. */
  async function recordSlowly(): Promise<{ commit(): Promise<void> }> {
    const client = new pg.Client(database.config)
    await client.connect()
    await client.query('begin')
    await recordAsBefore(client, aCall({}))
    return {
      commit: async () => {
        await client.query('commit')
        await client.end()
      },
    }
  }

  test('is waited for, and neither skipped nor counted before it is there', async () => {
    const older = await recordSlowly()
    await (await recordSlowly()).commit()
    const counting = countCalls(database.pool)
    await older.commit()
    await counting
    await countCalls(database.pool)
    await compare()
  })

  test('holds the counting up for a while only, and is counted in a later round', async () => {
    const stuck = await recordSlowly()
    expect(await countCalls(database.pool)).toBe(0)
    await stuck.commit()
    await countCalls(database.pool)
    await compare()
  })
})

test('a counter that is killed at any point leaves nothing half counted', async () => {
  const callLog = createCallLog({ config: database.config, log })
  for (let round = 0; round < 8; round++) {
    await Promise.all(Array.from({ length: 300 }, () => callLog.record(aCall({}))))
    const doomed = new pg.Pool({ ...database.config, max: 1 })
    doomed.on('error', quiet)
    const client = await doomed.connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    client.on('error', quiet)
    client.release()
    const counting = countCalls(doomed).catch(() => 0)
    await new Promise((resolve) => setTimeout(resolve, round))
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await counting
    await doomed.end()
  }
  await callLog.close()
  await countCalls(database.pool)
  await compare()
})
