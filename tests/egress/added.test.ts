/** What the guard is sure to refuse is refused when it is typed, and not with the first message. */
import { isIP } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCourier } from '../../src/adapters/notice/courier.ts'
import type { Context } from '../../src/application/context.ts'
import { createChannel, updateChannel } from '../../src/application/notice/channels.ts'
import type { MailSettings } from '../../src/domain/notice/channel.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { connectionRig, type ConnectionRig } from '../support/connection-rig.ts'
import { INSIDE_HOSTS } from './corpus.ts'

let rig: ConnectionRig
const couriers: ReturnType<typeof createCourier>[] = []
beforeAll(async () => {
  rig = await connectionRig({ contacts: 0, companies: 0, deals: 0 })
})
afterAll(async () => {
  await Promise.all(couriers.map((one) => one.close()))
  await rig.close()
})

/** An admin of a Hubward whose operator allows these networks. */
function admin(...allow: string[]): Context {
  const courier = createCourier({ world: rig.ctx.world, allow })
  couriers.push(courier)
  return { ...rig.ctx, courier }
}

let made = 0
const webhook = (ctx: Context, url: string) =>
  createChannel(ctx, { kind: 'webhook', name: `W${(made += 1)}`, url: redacted(url) })
const mail = (settings: Partial<MailSettings>): MailSettings => ({
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  user: null,
  from: 'hubward@example.com',
  ...settings,
})
const REFUSED = { code: 'request.invalid' }
const channels = async () => (await rig.ctx.store.read.notices.channels.list()).length

const literal = INSIDE_HOSTS.filter((host) => {
  const url = `https://${host}/`
  return !URL.canParse(url) || isIP(new URL(url).hostname.replace(/^\[|\]$/g, '')) !== 0
})

test('a literal address inside, in whatever notation, becomes no channel', async () => {
  const ctx = admin()
  expect(literal.length).toBeGreaterThan(150)
  for (const host of literal)
    await expect(webhook(ctx, `https://${host}/x`)).rejects.toMatchObject(REFUSED)
  expect(await channels()).toBe(0)
})

test('what was typed is not repeated, and the field is named', async () => {
  const refused = await webhook(admin(), 'https://127.0.0.1/secret-part').catch((thrown) => thrown)
  expect(refused).toMatchObject({ ...REFUSED, fields: [{ path: 'url' }] })
  expect(String(refused)).not.toMatch(/127|secret-part/)
})

describe('a scheme or port for one’s own networks', () => {
  const OWN = ['http://hooks.example.com/x', 'https://hooks.example.com:8443/x']

  test.each(OWN)('is refused where there are none: %s', async (url) => {
    await expect(webhook(admin(), url)).rejects.toMatchObject(REFUSED)
  })

  test.each(OWN)(
    'is taken by name where there are some; the name is looked up later: %s',
    async (url) => {
      expect((await webhook(admin('10.0.0.0/8'), url)).channel.settings).toMatchObject({
        own: true,
      })
    },
  )

  test('is taken for a literal address in them, and for no other', async () => {
    const ctx = admin('10.0.0.0/8')
    await webhook(ctx, 'http://10.1.2.3:8080/x')
    for (const url of ['http://1.1.1.1/x', 'http://10.1.2.3.4/x', 'http://11.0.0.1/x'])
      await expect(webhook(ctx, url)).rejects.toMatchObject(REFUSED)
  })
})

test('a name and a public address are taken as they were', async () => {
  const ctx = admin()
  for (const url of ['https://hooks.example.com/x', 'https://1.1.1.1/x', 'https://localhost/x'])
    expect((await webhook(ctx, url)).channel.enabled).toBe(true)
})

test('a mail server likewise: when it is added, and when it is changed', async () => {
  const ctx = admin()
  const email = (settings: MailSettings) =>
    createChannel(ctx, { kind: 'email', name: 'Mail', settings, password: null })
  for (const settings of [
    mail({ host: '127.0.0.1' }),
    mail({ host: '[::1]' }),
    mail({ security: 'none' }),
    mail({ port: 2500 }),
  ])
    await expect(email(settings)).rejects.toMatchObject({
      ...REFUSED,
      fields: [{ path: 'mail.host' }],
    })
  const { channel } = await email(mail({}))
  const moved = updateChannel(ctx, { channel: channel.id, settings: mail({ host: '10.0.0.1' }) })
  await expect(moved).rejects.toMatchObject(REFUSED)
  expect(
    (
      await updateChannel(ctx, {
        channel: channel.id,
        settings: mail({ port: 465, security: 'tls' }),
      })
    ).enabled,
  ).toBe(true)
})
