/** The monitor: each connection looked at by one of all replicas, as often as it needs, no more. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { lookAtDue } from '../../src/application/health/look-at-due.ts'
import { watchCalls } from '../../src/application/health/watch-calls.ts'
import { revokeCredential } from '../../src/application/rotation/revoke-credential.ts'
import type { CallEvent } from '../../src/domain/audit/event.ts'
import { healthRig, type HealthRig } from '../support/health-rig.ts'

let rig: HealthRig
beforeAll(async () => {
  rig = await healthRig()
})
afterAll(() => rig.close())

const health = () => rig.job.store.read.health
const dueNow = () =>
  sql`update connection_health set next_look_at = now() - interval '1 second'`.execute(
    rig.organisation.database.db,
  )
const secondsAhead = async (id: string) => {
  const found = await sql<{ ahead: number }>`
    select extract(epoch from next_look_at - now())::float as ahead
    from connection_health where connection_id = ${id}`.execute(rig.organisation.database.db)
  return found.rows[0]?.ahead ?? Number.NaN
}

test('of ten replicas at the same moment one looks at each connection', async () => {
  const portals = await Promise.all(['a', 'b', 'c'].map((name) => rig.portal(`claim-${name}`)))
  await health().claimDue(1)
  await dueNow()
  const looked = await Promise.all(Array.from({ length: 10 }, () => lookAtDue(rig.job)))
  expect(looked.reduce((sum, count) => sum + count, 0)).toBe(3)
  for (const portal of portals) expect(portal.requests.count({ path: /account-info/ })).toBe(1)
})

test('a look costs two questions, and the next comes in about five minutes', async () => {
  const portal = await rig.portal('cheap')
  await rig.look('cheap')
  expect(portal.requests.total).toBe(2)
  const connection = await rig.job.store.read.connections.findByName('cheap')
  const ahead = await secondsAhead(connection!.id)
  expect(ahead).toBeGreaterThan(240)
  expect(ahead).toBeLessThan(360)
})

test('in doubt it looks again in seconds', async () => {
  const portal = await rig.portal('doubt')
  portal.tokens[0]!.disabled = true
  await rig.look('doubt')
  const connection = await rig.job.store.read.connections.findByName('doubt')
  expect(await secondsAhead(connection!.id)).toBeLessThan(13)
})

test('a live call that HubSpot refuses brings the look forward, and counts: one look is enough', async () => {
  const portal = await rig.portal('live')
  const connection = (await rig.job.store.read.connections.findByName('live'))!
  await rig.look('live')
  portal.tokens[0]!.disabled = true
  const { store, world, log } = rig.job
  const noted: string[] = []
  const watched = watchCalls(
    { record: async () => undefined },
    {
      world,
      log,
      store: {
        ...store,
        aside: async (work) => {
          const done = await store.aside(work)
          noted.push('hint')
          return done
        },
      },
    },
  )
  const event = { connectionId: connection.id, upstreamStatus: 401, reason: null } as CallEvent
  await Promise.all(Array.from({ length: 50 }, () => watched.record(event)))
  await expect.poll(() => noted).toEqual(['hint'])
  expect(await secondsAhead(connection.id)).toBeLessThanOrEqual(0)
  expect(await lookAtDue(rig.job)).toBeGreaterThan(0)
  const found = await health().get(connection.id)
  expect(found?.vital.diagnosis.condition).toBe('revoked')
  expect((await rig.job.store.read.connections.get(connection.id))?.state).toBe('needs_reauth')
})

test('good calls and refusals of our own tell nothing', async () => {
  const heard: string[] = []
  const watched = watchCalls(
    { record: async () => undefined },
    {
      ...rig.job,
      store: {
        ...rig.job.store,
        aside: () => {
          heard.push('hint')
          return Promise.reject(new Error('not wanted'))
        },
      },
    },
  )
  const quiet: Partial<CallEvent>[] = [
    { upstreamStatus: 200, reason: null },
    { upstreamStatus: 404, reason: null },
    { upstreamStatus: 403, reason: null },
    { upstreamStatus: null, reason: 'access.scope_missing' },
    { upstreamStatus: null, reason: 'budget.spent' },
  ]
  for (const event of quiet) await watched.record({ connectionId: 'con_x', ...event } as CallEvent)
  expect(heard).toEqual([])
})

test('what was seen of a credential that was replaced meanwhile is not believed', async () => {
  const portal = await rig.portal('replaced')
  await rig.look('replaced')
  const connection = (await rig.job.store.read.connections.findByName('replaced'))!
  portal.tokens[0]!.disabled = true
  const looking = { ...rig.job.health }
  const slow = {
    ...rig.job,
    health: {
      ...looking,
      look: async (presented: Parameters<typeof looking.look>[0]) => {
        const seen = await looking.look(presented)
        const checkedAt = new Date(rig.organisation.clock.now.getTime() + 1)
        await rig.job.store.transaction((tx) => tx.connections.update({ ...connection, checkedAt }))
        return seen
      },
    },
  }
  const { lookAtConnection } = await import('../../src/application/health/look-at-connection.ts')
  const after = await lookAtConnection(slow, { connection: 'replaced' })
  expect([after.diagnosis.condition, after.suspicion]).toEqual(['healthy', null])
})

test('a credential that was revoked here is looked at soon, and told as that', async () => {
  await rig.portal('ended')
  const connection = (await rig.job.store.read.connections.findByName('ended'))!
  await rig.look('ended')
  await revokeCredential(rig.job, { connection: 'ended', reason: 'a leak' })
  expect(await secondsAhead(connection.id)).toBeLessThanOrEqual(0)
  expect(await rig.look('ended', 2)).toBe('revoked wiped_here')
})
