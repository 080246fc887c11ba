/** What becomes of a notice, from the change that raised it to the receiver, in the product as it ships. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createMember } from '../../src/application/access/create-member.ts'
import { markNeedsReauth } from '../../src/application/connection/needs-reauth.ts'
import type { Context } from '../../src/application/context.ts'
import {
  createChannel,
  setChannelRoutes,
  updateChannel,
} from '../../src/application/notice/channels.ts'
import { deliverNotice } from '../../src/application/notice/deliver-notice.ts'
import {
  listDeliveries,
  replayDead,
  replayDelivery,
} from '../../src/application/notice/deliveries.ts'
import type { Carried, Letter } from '../../src/application/notice/ports.ts'
import { raiseNotice } from '../../src/application/notice/raise-notice.ts'
import { testChannel } from '../../src/application/notice/test-channel.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { mailServer, type MailServer } from '../support/mail-server.ts'
import { product, type Product } from '../support/product.ts'
import { webhookReceiver, type Answer, type WebhookReceiver } from '../support/webhook-receiver.ts'

const PASSWORD = 'canary-of-the-mail-server'
const PATH = '/hook/canary-of-the-webhook'
const CONNECTION = 'con_0123456789abcdefghjk'

let hubward: Product
let mail: MailServer
let receiver: WebhookReceiver
let answer: Answer = { status: 204 }
let webhookId = ''
let signingKey = ''

beforeAll(async () => {
  const account = { user: 'hubward', password: PASSWORD }
  mail = await mailServer({ security: 'starttls', account })
  receiver = await webhookReceiver(() => answer)
  hubward = await product({
    replicas: 2,
    env: { HUBWARD_OUTGOING_ALLOW: '127.0.0.0/8' },
    courier: { ca: mail.ca },
  })
  const { admin } = hubward
  await createMember(admin, { name: 'Operator', email: 'operator@example.com', role: 'operator' })
  const settings = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'starttls',
    user: 'hubward',
    from: 'hubward@example.com',
  } as const
  await createChannel(admin, {
    kind: 'email',
    name: 'Mail',
    settings,
    password: redacted(PASSWORD),
  })
  const made = await createChannel(admin, {
    kind: 'webhook',
    name: 'On call',
    url: redacted(receiver.url + PATH),
  })
  webhookId = made.channel.id
  signingKey = made.signingKey?.reveal() ?? ''
  const routes = [{ kind: 'connection.needs_reauth', pace: 'immediately' as const }]
  await setChannelRoutes(admin, { channel: 'On call', routes })
}, 60_000)
afterAll(async () => {
  await hubward.close()
  await mail.close()
  await receiver.close()
})

const raise = () =>
  hubward.admin.store.aside((tx) =>
    raiseNotice(tx, hubward.admin, {
      kind: 'connection.needs_reauth',
      facts: { connectionId: CONNECTION },
    }),
  )

const actions = async (): Promise<string[]> =>
  (await hubward.admin.store.read.audit.list({}, { limit: 100 })).flatMap(({ event }) =>
    event.type === 'change' ? [event.action] : [],
  )

it('reaches every receiver once, over two replicas, and the audit says so', async () => {
  const connections = await hubward.admin.store.read.connections.list()
  await markNeedsReauth(hubward.admin, connections[0]?.id ?? '', 'The token was revoked.')
  await vi.waitFor(() => {
    expect(receiver.posts).toHaveLength(1)
    expect(mail.mails).toHaveLength(2)
  }, 15_000)
  await vi.waitFor(async () => {
    const sent = await listDeliveries(hubward.admin, { state: 'sent' })
    expect(sent).toHaveLength(3)
  }, 15_000)
  expect(mail.mails.map(({ to }) => String(to[0])).toSorted()).toEqual([
    'admin@localhost',
    'operator@example.com',
  ])
  expect((await actions()).filter((one) => one === 'notice.deliver')).toHaveLength(3)
  expect(receiver.posts[0]?.path).toBe(PATH)
})

it('a receiver that fails for a moment gets it a moment later, with the same id', async () => {
  const before = receiver.posts.length
  answer = { status: 503 }
  await raise()
  await vi.waitFor(() => expect(receiver.posts).toHaveLength(before + 1), 15_000)
  answer = { status: 204 }
  await vi.waitFor(() => expect(receiver.posts).toHaveLength(before + 2), 40_000)
  const [first, second] = receiver.posts.slice(before)
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
}, 60_000)

it('what cannot be delivered is kept, told of once, and sent again when the channel is mended', async () => {
  const before = receiver.posts.length
  answer = { status: 410 }
  await raise()
  await raise()
  const dead = await vi.waitFor(async () => {
    const found = await listDeliveries(hubward.admin, { state: 'dead', channelId: webhookId })
    expect(found).toHaveLength(2)
    return found
  }, 15_000)
  expect(dead[0]).toMatchObject({ failure: 'gone', attempts: 1 })
  const { rows } = await hubward.pool.query<{ count: number }>(
    `select count(*)::int as count from notice where kind = 'notice.channel_failing'`,
  )
  expect(rows[0]?.count).toBe(1)
  answer = { status: 204 }
  await replayDelivery(hubward.admin, { delivery: dead[0]?.id ?? '' })
  await expect(
    replayDelivery(hubward.admin, { delivery: dead[0]?.id ?? '' }),
  ).rejects.toMatchObject({
    code: 'resource.conflict',
  })
  expect(await replayDead(hubward.admin, { channelId: webhookId })).toBe(1)
  await vi.waitFor(() => expect(receiver.posts).toHaveLength(before + 4), 15_000)
  await vi.waitFor(
    async () => expect(await listDeliveries(hubward.admin, { state: 'dead' })).toEqual([]),
    15_000,
  )
})

it('a channel that is off waits, and catches up when it is on', async () => {
  const before = receiver.posts.length
  await updateChannel(hubward.admin, { channel: webhookId, enabled: false })
  await raise()
  expect(await listDeliveries(hubward.admin, { state: 'waiting', channelId: webhookId })).toEqual(
    [],
  )
  await updateChannel(hubward.admin, { channel: webhookId, enabled: true })
  await raise()
  await vi.waitFor(() => expect(receiver.posts).toHaveLength(before + 1), 15_000)
})

describe('a test', () => {
  it('arrives, or says why not, and is in the audit', async () => {
    const good = await testChannel(hubward.admin, { channel: 'Mail', to: 'me@example.com' })
    expect(good).toEqual({ ok: true, to: 'me@example.com' })
    const test = mail.mails.find(({ to }) => to[0] === 'me@example.com')
    expect(test?.raw).toContain('A test from Hubward')
    answer = { status: 404, body: 'inside information' }
    const bad = await testChannel(hubward.admin, { channel: 'on call' })
    answer = { status: 204 }
    expect(bad).toMatchObject({ ok: false, failure: 'gone' })
    expect(JSON.stringify(bad)).not.toContain('inside information')
    expect((await actions()).filter((one) => one === 'notice_channel.test')).toHaveLength(2)
  })

  it('of e-mail wants an address where nobody in particular asks', async () => {
    await expect(testChannel(hubward.admin, { channel: 'Mail' })).rejects.toMatchObject({
      code: 'request.invalid',
    })
  })
})

it('what waits is not sent twice at once, and what was begun and lost is begun again', async () => {
  answer = { status: 204 }
  const carried: Letter[] = []
  const ctx: Context = {
    ...hubward.admin,
    actor: { kind: 'job', name: 'notice.deliver' },
    door: 'system',
    courier: {
      ...hubward.admin.courier,
      carry: async (letter): Promise<Carried> => (carried.push(letter), { ok: true }),
    },
  }
  await updateChannel(hubward.admin, { channel: webhookId, enabled: false })
  const id = 'dlv_0123456789abcdefghjk'
  await hubward.admin.store.aside(async (tx) => {
    const notice = await raiseNotice(tx, ctx, {
      kind: 'notice.test',
      facts: { channelId: webhookId },
    })
    const now = new Date()
    await tx.notices.deliveries.insert(
      {
        id,
        channelId: webhookId,
        principalId: null,
        state: 'waiting',
        digestAt: null,
        attempts: 0,
        nextAt: now,
        failure: null,
        createdAt: now,
        settledAt: null,
      },
      notice.id,
    )
  })
  await deliverNotice(ctx, { deliveryId: id }, new AbortController().signal)
  expect(carried).toEqual([])
  await hubward.pool.query('update notice_channel set enabled = true where id = $1', [webhookId])
  await Promise.all(
    Array.from({ length: 20 }, () =>
      deliverNotice(ctx, { deliveryId: id }, new AbortController().signal),
    ),
  )
  expect(carried).toHaveLength(1)
})

it('no secret lies in the database, the messages or the audit', async () => {
  const { rows: tables } = await hubward.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'jobs')`,
  )
  expect(tables.length).toBeGreaterThan(30)
  for (const { name } of tables) {
    const { rows } = await hubward.pool.query<{ text: string }>(
      `select coalesce(string_agg(encode(convert_to(t::text, 'utf8'), 'escape'), ' '), '') as text from ${name} t`,
    )
    const text = rows[0]?.text ?? ''
    for (const canary of [PASSWORD, PATH, signingKey])
      expect(text.includes(canary), name).toBe(false)
  }
  const said = [
    ...mail.mails.map(({ raw }) => raw),
    ...receiver.posts.map(({ body }) => body),
  ].join()
  for (const canary of [PASSWORD, PATH, signingKey, 'Main']) expect(said).not.toContain(canary)
})
