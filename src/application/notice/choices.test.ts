/** Who gets what, how and how soon: by role, by choice, in digests. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adminApi, type AdminApi } from '../../../tests/support/admin-api.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { noticeChannelEndpoints } from '../../surfaces/admin/contract/notice-channels.ts'
import { noticeEndpoints } from '../../surfaces/admin/contract/notices.ts'
import type { Context } from '../context.ts'
import { deliverNotice } from './deliver-notice.ts'
import type { Carried, Letter } from './ports.ts'
import { raiseNotice } from './raise-notice.ts'

const CONNECTION = 'con_0123456789abcdefghjk'
const EMAIL = 'chn_0123456789abcdefghjk'
const SLACK = 'chn_1123456789abcdefghjk'
const KIND = 'connection.needs_reauth'

let org: TestOrganisation
let api: AdminApi
let job: Context
let outcome: Carried = { ok: true }
const carried: Letter[] = []

beforeAll(async () => {
  org = await testOrganisation()
  api = await adminApi(org, ['admin', 'auditor', 'operator', 'member'])
  job = {
    ...org.services,
    actor: { kind: 'job', name: 'notice.deliver' },
    door: 'system',
    courier: {
      refuses: () => false,
      carry: async (letter) => (carried.push(letter), outcome),
      mail: async () => outcome,
    },
  }
  const mail = { host: 'smtp.example.com', port: 587, security: 'starttls', user: null } as const
  const kept = { enabled: true, createdAt: org.clock.now, hasSecret: false }
  await org.services.store.aside(async (tx) => {
    const settings = { ...mail, from: 'hubward@example.com' }
    await tx.notices.channels.insert(
      { ...kept, id: EMAIL, name: 'Mail', kind: 'email', settings },
      null,
    )
    const receiver = { host: 'hooks.example.com', own: false }
    await tx.notices.channels.insert(
      { ...kept, id: SLACK, name: 'Slack', kind: 'slack', settings: receiver },
      null,
    )
  })
})
afterAll(() => org.close())
beforeEach(async () => {
  carried.length = 0
  await org.database.pool.query('delete from notice')
  await org.database.pool.query('delete from notice_delivery')
  await org.database.pool.query('delete from jobs.job')
})

const raise = () =>
  org.services.store.aside((tx) =>
    raiseNotice(tx, org.services, { kind: KIND, facts: { connectionId: CONNECTION } }),
  )

interface Row {
  id: string
  channel_id: string
  email: string | null
  digest_at: Date | null
  next_at: Date
  state: string
  attempts: number
}

const deliveries = async (): Promise<Row[]> =>
  (
    await org.database.pool.query<Row>(
      `select d.*, p.email from notice_delivery d left join principal p on p.id = d.principal_id
       order by p.email nulls last`,
    )
  ).rows

const deliver = (id = '') => deliverNotice(job, { deliveryId: id }, new AbortController().signal)

describe('by role', () => {
  it('an urgent notice goes at once to those who keep connections going, and to nobody else', async () => {
    await raise()
    const rows = await deliveries()
    expect(rows.map(({ email }) => email)).toEqual(['admin@example.com', 'operator@example.com'])
    expect(rows.every(({ digest_at }) => digest_at === null)).toBe(true)
    for (const { id } of rows) await deliver(id)
    expect(carried.map(({ to }) => to)).toEqual(['admin@example.com', 'operator@example.com'])
  })

  it('a member may choose of nothing that is not theirs, an auditor of all that they may read', async () => {
    expect((await api.ask(noticeEndpoints.choices, { as: 'member' })).items).toEqual([])
    const body = { inApp: true, email: 'daily' }
    const params = { kind: KIND }
    const error = await api.refused(noticeEndpoints.choose, { as: 'member', params, body })
    expect(error.code).toBe('request.invalid')
    const { items } = await api.ask(noticeEndpoints.choices, { as: 'auditor' })
    expect(items.find(({ kind }) => kind === KIND)).toMatchObject({ inApp: false, email: 'off' })
  })
})

it('an attempt whose process died is made again when it cannot be under way any more', async () => {
  await raise()
  const id = (await deliveries()).find(({ email }) => email === 'admin@example.com')?.id
  const killed = {
    ...job,
    courier: { ...job.courier, carry: () => Promise.reject(new Error('killed')) },
  }
  await expect(
    deliverNotice(killed, { deliveryId: id ?? '' }, new AbortController().signal),
  ).rejects.toThrow('killed')
  const row = (await deliveries()).find((one) => one.id === id)
  expect(row).toMatchObject({ state: 'waiting', attempts: 1 })
  await org.database.pool.query('delete from jobs.job')
  // The job that pg-boss gives to another process comes too early, and sees to it that one comes later.
  await deliver(id)
  expect(carried).toEqual([])
  const { rows } = await org.database.pool.query<{ start_after: Date }>(
    'select start_after from jobs.job',
  )
  expect(rows).toEqual([{ start_after: row?.next_at }])
  const begun = org.clock.now
  org.clock.now = row?.next_at ?? begun
  await deliver(id)
  org.clock.now = begun
  expect(carried.map(({ to }) => to)).toEqual(['admin@example.com'])
  const sent = (await deliveries()).find((one) => one.id === id)
  expect(sent).toMatchObject({ state: 'sent', attempts: 2 })
})

describe('by choice', () => {
  it('is how, how soon, and whether at all', async () => {
    const params = { kind: KIND }
    await api.ask(noticeEndpoints.choose, { params, body: { inApp: false, email: 'hourly' } })
    await api.ask(noticeEndpoints.choose, {
      as: 'operator',
      params,
      body: { inApp: true, email: 'off' },
    })
    await raise()
    expect(await deliveries()).toMatchObject([
      { email: 'admin@example.com', digest_at: new Date('2026-11-20T10:00:00Z') },
    ])
    expect((await api.ask(noticeEndpoints.list)).unread).toBe(0)
    expect((await api.ask(noticeEndpoints.list, { as: 'operator' })).unread).toBe(1)
    const { items } = await api.ask(noticeEndpoints.choices)
    expect(items.find(({ kind }) => kind === KIND)).toMatchObject({
      inApp: false,
      email: 'hourly',
      byRole: { inApp: true, email: 'immediately' },
      chosen: true,
    })
    expect((await org.events()).at(-1)?.event).toMatchObject({ action: 'notice.choose' })
  })
})

describe('a digest', () => {
  it('gathers until its end, goes out as one message, and the next begins', async () => {
    await raise()
    await raise()
    const [digest] = await deliveries()
    expect(await deliveries()).toHaveLength(1)
    await deliver(digest?.id)
    expect(carried).toEqual([])
    const begun = org.clock.now
    org.clock.now = new Date('2026-11-20T10:00:00Z')
    await deliver(digest?.id)
    expect(carried.map(({ message }) => message.notices.length)).toEqual([2])
    org.clock.now = begun
    // Late, as if its transaction had begun before the end: that digest is out.
    await raise()
    expect(new Set((await deliveries()).map(({ digest_at }) => digest_at?.toISOString()))).toEqual(
      new Set(['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z']),
    )
  })

  it('of twenty changes at once is one message with all of them', async () => {
    await Promise.all(Array.from({ length: 20 }, raise))
    const [digest, ...more] = await deliveries()
    expect(more).toEqual([])
    const { rows } = await org.database.pool.query<{ count: number }>(
      'select count(*)::int as count from notice_delivery_item where delivery_id = $1',
      [digest?.id],
    )
    expect(rows).toEqual([{ count: 20 }])
    const jobs = await org.database.pool.query(`select from jobs.job where name = 'notice.deliver'`)
    expect(jobs.rowCount).toBe(1)
  })
})

describe('a channel that many read', () => {
  it('is told what it is routed, and of tests and unknown kinds nothing', async () => {
    const params = { channel: 'slack' }
    const routes = [{ kind: KIND, pace: 'daily' }]
    const shown = await api.ask(noticeChannelEndpoints.route, { params, body: { routes } })
    expect(shown.routes).toEqual(routes)
    await raise()
    const row = (await deliveries()).find(({ channel_id }) => channel_id === SLACK)
    expect(row).toMatchObject({ email: null, digest_at: new Date('2026-11-21T06:00:00Z') })
    const unknown = { routes: [{ kind: 'no.such', pace: 'daily' }] }
    const error = await api.refused(noticeChannelEndpoints.route, { params, body: unknown })
    expect(error.fields[0]?.path).toBe('routes')
    const email = { params: { channel: EMAIL }, body: { routes } }
    expect((await api.refused(noticeChannelEndpoints.route, email)).code).toBe('request.invalid')
  })

  it('that fails is tried eight times over a night, and then given up', async () => {
    outcome = { ok: false, failure: 'receiver_error' }
    await api.ask(noticeChannelEndpoints.route, {
      params: { channel: 'slack' },
      body: { routes: [{ kind: KIND, pace: 'immediately' }] },
    })
    await raise()
    const slack = async () => (await deliveries()).find(({ channel_id }) => channel_id === SLACK)
    const begun = org.clock.now
    for (let row = await slack(); row?.state === 'waiting'; row = await slack()) {
      org.clock.now = row.next_at
      await deliver(row.id)
    }
    const hours = (org.clock.now.getTime() - begun.getTime()) / 3_600_000
    expect(await slack()).toMatchObject({ state: 'dead', attempts: 8, failure: 'receiver_error' })
    expect(hours).toBeGreaterThan(17)
    expect(hours).toBeLessThan(20)
    org.clock.now = begun
    outcome = { ok: true }
    const { items } = await api.ask(noticeChannelEndpoints.deliveries, { query: { state: 'dead' } })
    expect(items[0]?.message).toMatch(/error of its own/)
    expect(
      (await api.refused(noticeChannelEndpoints.replayAll, { as: 'auditor', body: {} })).code,
    ).toBe('auth.forbidden')
    expect(await api.ask(noticeChannelEndpoints.replayAll, { as: 'operator', body: {} })).toEqual({
      replayed: 1,
    })
  })
})

it('a channel that fails is told of once a bout, however long ago the last one was', async () => {
  await api.ask(noticeChannelEndpoints.route, {
    params: { channel: 'slack' },
    body: { routes: [{ kind: KIND, pace: 'immediately' }] },
  })
  const begun = org.clock.now
  const told = async () => {
    const { rows } = await org.database.pool.query(
      `select 1 from notice where kind = 'notice.channel_failing'`,
    )
    return rows.length
  }
  const failOnce = async () => {
    outcome = { ok: false, failure: 'gone' }
    await raise()
    const waiting = (await deliveries()).find(
      ({ channel_id, state }) => channel_id === SLACK && state === 'waiting',
    )
    await deliver(waiting?.id ?? '')
  }
  const before = await told()
  await failOnce()
  await failOnce()
  expect(await told()).toBe(before + 1)
  org.clock.now = new Date(begun.getTime() + 3 * 86_400_000)
  await failOnce()
  expect(await told()).toBe(before + 2)
  org.clock.now = begun
  outcome = { ok: true }
})

describe('the inbox', () => {
  it('is one’s own: read here, unread there', async () => {
    await api.ask(noticeEndpoints.choose, {
      params: { kind: KIND },
      body: { inApp: true, email: 'off' },
    })
    await raise()
    const { items, unread } = await api.ask(noticeEndpoints.list, { query: { unread: 'true' } })
    expect(unread).toBe(1)
    expect(items[0]).toMatchObject({
      title: 'A connection must be reconnected',
      severity: 'urgent',
      facts: { connectionId: CONNECTION },
      readAt: null,
    })
    const body = { ids: [items[0]?.id] }
    expect(await api.ask(noticeEndpoints.read, { as: 'auditor', body })).toEqual({ marked: 0 })
    expect(await api.ask(noticeEndpoints.read, { body })).toEqual({ marked: 1 })
    expect((await api.ask(noticeEndpoints.list)).unread).toBe(0)
    expect((await api.ask(noticeEndpoints.list, { as: 'operator' })).unread).toBe(1)
  })
})
