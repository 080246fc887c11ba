/** Messages on their way out: to a real mail server, to real receivers, and to nobody else. */
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, test } from 'vitest'
import { createCourier } from '../../src/adapters/notice/courier.ts'
import type { Carried, Letter } from '../../src/application/notice/ports.ts'
import type { Channel, MailSettings } from '../../src/domain/notice/channel.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { localhostCertificate } from '../support/certificate.ts'
import { mailServer, type MailServerOptions } from '../support/mail-server.ts'
import { webhookReceiver, type Answer } from '../support/webhook-receiver.ts'

const world = { now: () => new Date('2026-11-20T09:00:00.500Z') }
const LOCAL = ['127.0.0.0/8']
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const CONNECTION = 'con_0123456789abcdefghjk'
const message: Letter['message'] = {
  id: 'dlv_0123456789abcdefghjk',
  publicUrl: 'https://hubward.example.com',
  notices: [
    {
      id: 'ntc_0123456789abcdefghjk',
      kind: 'connection.needs_reauth',
      facts: { connectionId: CONNECTION },
      links: [`/connections/${CONNECTION}`],
      raisedAt: new Date('2026-11-20T08:59:00Z'),
    },
  ],
}

const kept = {
  id: 'chn_0123456789abcdefghjk',
  name: 'Test',
  enabled: true,
  createdAt: new Date(0),
  hasSecret: true,
}

function courier(options: { allow?: readonly string[]; ca?: string } = {}) {
  const made = createCourier({ world, allow: options.allow ?? LOCAL, ...options })
  ends.push(() => made.close())
  return made
}

const never = new AbortController().signal

describe('by e-mail', () => {
  async function send(
    server: MailServerOptions,
    settings: Partial<MailSettings> = {},
    more: { allow?: readonly string[]; ca?: string; password?: string } = {},
  ) {
    const running = await mailServer(server)
    ends.push(() => running.close())
    const channel: Channel = {
      ...kept,
      kind: 'email',
      settings: {
        host: 'localhost',
        port: running.port,
        security: server.security,
        user: null,
        from: 'hubward@example.com',
        ...settings,
      },
    }
    const secret = more.password === undefined ? null : redacted(more.password)
    const out = courier({ ca: running.ca, allow: [...LOCAL, '::1'], ...more })
    const carried = await out.carry({ channel, secret, to: 'admin@example.com', message }, never)
    return { carried, running }
  }

  it.each(['tls', 'starttls'] as const)('a message arrives, encrypted by %s', async (security) => {
    const { carried, running } = await send({ security }, { host: '127.0.0.1' })
    expect(carried).toEqual({ ok: true })
    const [mail] = running.mails
    expect(mail).toMatchObject({
      from: 'hubward@example.com',
      to: ['admin@example.com'],
      secure: true,
    })
    expect(mail?.raw).toContain('Subject: [Hubward] A connection must be reconnected')
    expect(mail?.raw).toContain(`https://hubward.example.com/connections/${CONNECTION}`)
    expect(mail?.raw).toContain('Auto-Submitted: auto-generated')
  })

  it('signs in where the server wants it', async () => {
    const account = { user: 'hubward', password: 'a long password' }
    const good = await send(
      { security: 'starttls', account },
      { host: '127.0.0.1', user: 'hubward' },
      { password: account.password },
    )
    expect(good.carried).toEqual({ ok: true })
    expect(good.running.mails[0]?.user).toBe('hubward')
    const bad = await send(
      { security: 'starttls', account },
      { host: '127.0.0.1', user: 'hubward' },
      { password: 'another' },
    )
    expect(bad.carried).toEqual({ ok: false, failure: 'sign_in_refused' })
  })

  it('sends nothing to a server that offers no TLS, password least of all', async () => {
    const account = { user: 'hubward', password: 'a long password' }
    const { carried, running } = await send(
      { security: 'none', account },
      { security: 'starttls', host: '127.0.0.1', user: 'hubward' },
      { password: account.password },
    )
    expect(carried).toEqual({ ok: false, failure: 'tls_missing' })
    expect(running.mails).toEqual([])
  })

  it('does without TLS only in the operator’s own networks', async () => {
    const own = await send({ security: 'none' }, { host: '127.0.0.1' })
    expect(own.carried).toEqual({ ok: true })
    expect(own.running.mails[0]?.secure).toBe(false)
    const other = await send({ security: 'none' }, { host: '127.0.0.1' }, { allow: ['10.0.0.0/8'] })
    expect(other.carried).toEqual({ ok: false, failure: 'address_refused' })
    expect(other.running.connections).toBe(0)
  })

  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
    'never connects to this machine unless the operator allows it (%s)',
    async (host) => {
      const { carried, running } = await send({ security: 'tls' }, { host }, { allow: [] })
      expect(carried).toEqual({ ok: false, failure: 'address_refused' })
      expect(running.connections).toBe(0)
    },
  )

  it('sends nothing to a server whose certificate is not valid', async () => {
    const ca = localhostCertificate().cert
    const { carried, running } = await send({ security: 'tls' }, { host: '127.0.0.1' }, { ca })
    expect(carried).toEqual({ ok: false, failure: 'tls_failed' })
    expect(running.mails).toEqual([])
  })

  test.each([
    ['recipient', 550, 'recipient_refused'],
    ['sender', 553, 'sender_refused'],
    ['data', 554, 'recipient_refused'],
    ['recipient', 451, 'receiver_error'],
  ] as const)('the server’s refusal of the %s with %d is %s', async (at, status, failure) => {
    const { carried } = await send(
      { security: 'tls', refuse: { at, status } },
      { host: '127.0.0.1' },
    )
    expect(carried).toEqual({ ok: false, failure })
  })

  it('says so when nobody takes connections there', async () => {
    const { running } = await send({ security: 'tls' }, { host: '127.0.0.1' })
    await running.close()
    ends.shift()
    const channel: Channel = {
      ...kept,
      kind: 'email',
      settings: {
        host: '127.0.0.1',
        port: running.port,
        security: 'tls',
        user: null,
        from: 'a@example.com',
      },
    }
    const carried = await courier().carry(
      { channel, secret: null, to: 'b@example.com', message },
      never,
    )
    expect(carried).toEqual({ ok: false, failure: 'unreachable' })
  })
})

describe('by webhook', () => {
  async function post(
    kind: 'slack' | 'teams' | 'webhook',
    answer?: (nth: number, path: string) => Answer,
    more: { allow?: readonly string[]; key?: string; own?: boolean } = {},
  ): Promise<{
    carried: Carried
    posts: { path: string; headers: Record<string, unknown>; body: string }[]
  }> {
    const receiver = await webhookReceiver(answer)
    ends.push(() => receiver.close())
    const { host } = new URL(receiver.url)
    const channel: Channel = { ...kept, kind, settings: { host, own: more.own ?? true } }
    const secret = redacted(
      JSON.stringify({ url: `${receiver.url}/hook/T0/B0?x=1`, ...(more.key && { key: more.key }) }),
    )
    const out = courier(more.allow ? { allow: more.allow } : {})
    const carried = await out.carry({ channel, secret, to: null, message }, never)
    return { carried, posts: [...receiver.posts] }
  }

  it('a program gets it signed, and can check it with the key alone', async () => {
    const bytes = Buffer.alloc(32, 7)
    const { carried, posts } = await post('webhook', undefined, {
      key: `whsec_${bytes.toString('base64')}`,
    })
    expect(carried).toEqual({ ok: true })
    const [got] = posts
    const id = String(got?.headers['webhook-id'])
    const timestamp = String(got?.headers['webhook-timestamp'])
    expect(id).toBe(message.id)
    expect(timestamp).toBe('1795165200')
    const mac = createHmac('sha256', bytes)
      .update(`${id}.${timestamp}.${got?.body}`)
      .digest('base64')
    expect(got?.headers['webhook-signature']).toBe(`v1,${mac}`)
    expect(JSON.parse(got?.body ?? '')).toMatchObject({
      type: 'hubward.notices',
      timestamp: '2026-11-20T09:00:00.500Z',
      data: {
        notices: [
          {
            kind: 'connection.needs_reauth',
            facts: { connectionId: CONNECTION },
            links: [`https://hubward.example.com/connections/${CONNECTION}`],
          },
        ],
      },
    })
  })

  it('the program that the documentation gives checks it, and sees what was changed', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/notices.md'), 'utf8')
    const [, program = ''] = /```js\n(.*?)```/s.exec(page) ?? []
    const key = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const { posts } = await post('webhook', undefined, { key })
    const [got] = posts
    const headers = got?.headers ?? {}
    const old = Number(headers['webhook-timestamp']) * 1_000
    const cases = [
      [key, headers, got?.body, old],
      [key, headers, got?.body, old + 301_000],
      [key, headers, `${got?.body} `, old],
      [key, { ...headers, 'webhook-id': 'dlv_1123456789abcdefghjk' }, got?.body, old],
      [key.replace('B', 'C'), headers, got?.body, old],
      [key, { ...headers, 'webhook-signature': 'v1,' }, got?.body, old],
    ]
    const run = `${program}
      const answers = ${JSON.stringify(cases)}.map(([key, headers, body, now]) => {
        Date.now = () => now
        return verify(key, headers, body)
      })
      process.stdout.write(JSON.stringify(answers))`
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', run], {
      encoding: 'utf8',
    })
    expect(JSON.parse(out)).toEqual([true, false, false, false, false, false])
  })

  it('Slack and Teams get it in their form', async () => {
    const slack = JSON.parse((await post('slack')).posts[0]?.body ?? '') as {
      text: string
      blocks: { type: string }[]
    }
    expect(slack.text).toBe('A connection must be reconnected')
    expect(slack.blocks.map(({ type }) => type)).toEqual(['header', 'section'])
    const teams = JSON.parse((await post('teams')).posts[0]?.body ?? '') as {
      attachments: { contentType: string; content: { type: string; body: unknown[] } }[]
    }
    expect(teams.attachments[0]).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { type: 'AdaptiveCard', version: '1.4' },
    })
  })

  test.each([
    [302, 'redirected'],
    [404, 'gone'],
    [410, 'gone'],
    [401, 'forbidden'],
    [403, 'forbidden'],
    [400, 'not_taken'],
    [429, 'slow_down'],
    [500, 'receiver_error'],
    [503, 'receiver_error'],
  ])('an answer of %d is %s', async (status, failure) => {
    const { carried } = await post('slack', () => ({ status }))
    expect(carried).toMatchObject({ ok: false, failure })
  })

  it('a redirect is not followed, wherever it leads', async () => {
    const inside = await webhookReceiver()
    ends.push(() => inside.close())
    const headers = { location: `${inside.url}/inside` }
    for (const status of [301, 302, 303, 307, 308]) {
      const { carried, posts } = await post('slack', () => ({ status, headers }))
      expect(carried).toMatchObject({ failure: 'redirected' })
      expect(posts).toHaveLength(1)
    }
    expect(inside.posts).toEqual([])
  })

  it('how long it asks us to wait is heard', async () => {
    const { carried } = await post('slack', () => ({
      status: 429,
      headers: { 'retry-after': '30' },
    }))
    expect(carried).toEqual({ ok: false, failure: 'slow_down', waitMs: 30_000 })
  })

  it('a receiver that says nothing is given up', async () => {
    const { carried } = await post('slack', () => ({ status: 200, hangs: true }))
    expect(carried).toEqual({ ok: false, failure: 'timeout' })
  }, 15_000)

  it('however much it answers, none of it is kept', async () => {
    const body = 'inside information '.repeat(100_000)
    const { carried } = await post('slack', () => ({ status: 500, body }))
    expect(JSON.stringify(carried)).not.toContain('inside')
    expect(carried).toMatchObject({ failure: 'receiver_error' })
  })

  it('without https it reaches the operator’s own networks alone', async () => {
    const refused = await post('slack', undefined, { allow: [] })
    expect(refused.carried).toEqual({ ok: false, failure: 'address_refused' })
    expect(refused.posts).toEqual([])
    // Had the address claimed to be an ordinary one, the guard of the internet would say the same.
    const claimed = await post('slack', undefined, { allow: [], own: false })
    expect(claimed.carried).toEqual({ ok: false, failure: 'address_refused' })
    expect(claimed.posts).toEqual([])
  })
})
