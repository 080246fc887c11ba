/** Agreeing in the browser, against the emulated portal's own page, which a script follows. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliRig, type CliRig } from '../../../tests/support/cli-rig.ts'
import { listenForRedirect } from './oauth-redirect.ts'

const [clientId, clientSecret] = [randomUUID(), randomUUID()]
const scopes = ['oauth', 'crm.objects.contacts.read']

let redirect: string
let cli: CliRig
beforeAll(async () => {
  redirect = `http://localhost:${await freePort()}/callback`
  cli = await cliRig({ oauthApps: [{ clientId, clientSecret, redirectUris: [redirect], scopes }] })
  // The portal's codes live by the real clock.
  cli.rig.organisation.clock.now = new Date()
})
afterAll(() => cli.close())

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

test('an answer to another question is not taken: any page could send the browser here', async () => {
  const listener = await listenForRedirect(redirect, 10_000)
  try {
    expect((await fetch(`${redirect}?state=early&code=x`)).status).toBe(404)
    const answer = listener.answerTo('ours')
    expect((await fetch(`${redirect}?state=theirs&error=access_denied`)).status).toBe(404)
    expect((await fetch(`${redirect}?state=ours&code=right`)).status).toBe(200)
    expect(await answer).toEqual({ state: 'ours', code: 'right' })
  } finally {
    listener.close()
  }
})

/** Opens whatever address is offered, as the person would. */
const browser = (text: string): void => {
  const [address] = /http\S+\/oauth\/authorize\S+/.exec(text) ?? []
  if (address) fetch(address).catch(() => undefined)
}

const agreeing = (args: readonly string[]) =>
  cli.hubward(
    [...args, '--kind', 'oauth', '--authorize', '--token-stdin', '--redirect', redirect].concat(
      '--scopes',
      scopes,
    ),
    { input: JSON.stringify({ clientId, clientSecret }), listener: browser },
  )

test('a grant that ended is made anew in the browser, and the groups keep what they were granted', async () => {
  const connected = await agreeing(['connect', 'By OAuth', '--name', 'main'])
  expect(connected.out).toContain('Connected main.')
  expect(connected.out).toContain('Then: hubward connection rotate main --kind oauth --authorize')
  await cli.hubward(['group', 'add', 'sales'])
  await cli.hubward(['grant', 'set', 'sales', 'main', 'contacts:read'])
  const { status, out } = await agreeing(['connection', 'rotate', 'main'])
  expect([status, out]).toEqual([0, expect.stringContaining('main has a new credential')])
  expect((await cli.hubward(['grant', 'list'])).out).toMatch(/sales +main +contacts:read/)
})

test('agreeing needs to know the kind and the scopes', async () => {
  const { status, err } = await cli.hubward(['connect', 'Main', '--authorize'])
  expect([status, err]).toEqual([2, expect.stringContaining('--kind oauth and --scopes')])
})
