/** `hubward notice …` as an admin meets it: set up, routed, tested, read; no secret on the screen. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import { webhookReceiver, type WebhookReceiver } from '../../../tests/support/webhook-receiver.ts'
import { createCourier } from '../../adapters/notice/courier.ts'
import { markNeedsReauth } from '../../application/connection/needs-reauth.ts'
import { connectPortal } from '../../application/connection/connect-portal.ts'
import { realWorld } from '../../main/world.ts'

let cli: CliRig
let receiver: WebhookReceiver
let status = 204

beforeAll(async () => {
  receiver = await webhookReceiver(() => ({ status }))
  const courier = createCourier({ world: realWorld, allow: ['127.0.0.0/8'] })
  cli = await cliRig({}, { courier, world: realWorld })
})
afterAll(async () => {
  await cli.close()
  await receiver.close()
})

const notice = (args: string[], input?: string) =>
  cli.hubward(['notice', ...args], input === undefined ? {} : { input })

test('nothing there yet: what comes next is said', async () => {
  const channels = await notice(['channels'])
  expect([channels.status, channels.out, channels.err]).toEqual([
    0,
    '',
    expect.stringContaining('Next: hubward notice add-email'),
  ])
  expect((await notice(['deliveries'])).err).toContain('No messages.')
})

test('a webhook: its address by stdin, its key on stdout alone, its test with the reason', async () => {
  const refused = await notice(['add-webhook', 'On call', '--token-stdin'], 'ftp://127.0.0.1/x\n')
  expect([refused.status, refused.err]).toEqual([
    1,
    expect.stringContaining('must begin with https'),
  ])
  const url = `${receiver.url}/hook/secret-part`
  const added = await notice(['add-webhook', 'On call', '--token-stdin'], `${url}\n`)
  expect(added.status).toBe(0)
  expect(added.out).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/)
  expect(added.err).toContain('Next: hubward notice route')
  expect(added.err).not.toContain('secret-part')
  const routed = await notice(['route', 'On call', 'connection.needs_reauth', 'daily'])
  expect(routed.out).toContain('is told of connection.needs_reauth: daily')
  expect((await notice(['channels'])).out).toMatch(/ 1 kind +0\n/)
  const listed = await notice(['channels', '--json'])
  expect(listed.out).not.toMatch(/secret-part|whsec_/)
  expect(JSON.parse(listed.out)).toMatchObject([
    { name: 'On call', routes: [{ kind: 'connection.needs_reauth', pace: 'daily' }] },
  ])
  expect(await notice(['test', 'On call'])).toMatchObject({ status: 0, out: 'It arrived.\n' })
  status = 410
  const failed = await notice(['test', 'On call'])
  expect([failed.status, failed.err]).toEqual([1, expect.stringContaining('(gone)')])
})

test('e-mail wants a password that is not among the arguments, and a port that is one', async () => {
  const email = ['add-email', '--host', 'smtp.example.com', '--from', 'hubward@example.com']
  const port = await notice([...email, '--port', 'smtp'])
  expect([port.status, port.err]).toEqual([2, expect.stringContaining('"smtp" is no port')])
  const added = await notice([...email, '--user', 'hubward', '--token-stdin'], 'a password\n')
  expect(added.status).toBe(0)
  const second = await notice(email)
  expect([second.status, second.err]).toEqual([1, expect.stringContaining('change that one')])
  expect((await notice(['disable', 'E-mail'])).out).toBe('E-mail is off.\n')
  expect((await notice(['remove-channel', 'E-mail'])).out).toBe('E-mail is gone.\n')
})

test('one’s own notices: listed, shown, read; and chosen', async () => {
  const { ctx, input } = cli.rig
  const { connection } = await connectPortal(ctx, input('Main'))
  await markNeedsReauth(ctx, connection.id, 'The token was revoked.')
  const listed = await notice(['list', '--unread', '--json'])
  const { items, unread } = JSON.parse(listed.out) as {
    items: { id: string; kind: string }[]
    unread: number
  }
  expect(unread).toBe(items.length)
  const found = items.find(({ kind }) => kind === 'connection.needs_reauth')
  const shown = await notice(['show', found?.id ?? ''])
  expect(shown.out).toContain(connection.id)
  expect((await notice(['read'])).out).toBe(`Marked ${unread} as read.\n`)
  expect((await notice(['choose', 'connection.needs_reauth', '--email', 'off'])).status).toBe(0)
  expect((await notice(['choices'])).out).toMatch(/connection\.needs_reauth +yes +off +choice/)
  const unknown = await notice(['choose', 'no.such', '--email', 'off'])
  expect([unknown.status, unknown.err]).toEqual([1, expect.stringContaining('no kind "no.such"')])
})

test('a replay wants to know of what', async () => {
  expect((await notice(['replay'])).status).toBe(2)
  expect((await notice(['replay', '--all'])).out).toBe('0 are sent again.\n')
})
