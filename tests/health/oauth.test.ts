/** An OAuth grant: an access token that ended is renewed by a look; a grant that ended is told as such. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { markNeedsReauth } from '../../src/application/connection/needs-reauth.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { healthRig, type HealthRig } from '../support/health-rig.ts'

const APP = {
  clientId: 'an-app',
  clientSecret: 'its-secret',
  redirectUris: ['http://localhost:4110/callback'],
  scopes: ['oauth', 'tickets'],
}

let rig: HealthRig
let portal: Emulator
let accessToken: string
beforeEach(async () => {
  rig = await healthRig()
  rig.organisation.clock.now = new Date()
  portal = await rig.portal('unused', { oauthApps: [APP] })
  await connectByOAuth()
})
afterEach(() => rig.close())

/** Agrees at the emulated portal, exchanges the code, and stores what came as connecting does. */
async function connectByOAuth(): Promise<void> {
  const [redirectUri = ''] = APP.redirectUris
  const asked = new URLSearchParams({
    client_id: APP.clientId,
    redirect_uri: redirectUri,
    scope: APP.scopes.join(' '),
  })
  const agreed = await fetch(`${portal.url}/oauth/authorize?${asked.toString()}`, {
    redirect: 'manual',
  })
  const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const exchanged = await fetch(`${portal.url}/oauth/v3/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: APP.clientId,
      client_secret: APP.clientSecret,
      redirect_uri: redirectUri,
      code,
    }),
  })
  const tokens = (await exchanged.json()) as { access_token: string; refresh_token: string }
  accessToken = tokens.access_token
  const { clock } = rig.organisation
  const { id } = await rig.organisation.connect('grant', {
    kind: 'oauth',
    baseUrl: portal.url,
    portalId: portal.portal.identity.portalId,
    hubspotScopes: [...APP.scopes],
    checkedAt: clock.now,
  })
  await rig.job.store.transaction(async (tx) => {
    const seal = (field: string, text: string) => rig.job.vault.seal(tx, id, field, redacted(text))
    await seal('clientId', APP.clientId)
    await seal('clientSecret', APP.clientSecret)
    await seal('refreshToken', tokens.refresh_token)
    await seal('accessToken', tokens.access_token)
    const expiresAt = new Date(clock.now.getTime() + 1_800_000)
    await tx.oauth.begin({ connectionId: id, issuedAt: clock.now, expiresAt })
  })
}

const state = async () => (await rig.job.store.read.connections.findByName('grant'))?.state
const later = (ms: number) => {
  portal.clock.advance(ms)
  rig.organisation.clock.now = new Date(rig.organisation.clock.now.getTime() + ms)
}
const halfAnHour = () => later(1_860_000)

test('an access token that ended is renewed, and nothing is the matter', async () => {
  expect(await rig.look('grant')).toBe('healthy')
  halfAnHour()
  expect(await rig.look('grant', 2)).toBe('healthy')
  expect(await rig.past('grant')).toEqual(['healthy'])
})

test('an app that was uninstalled is revoked: its grant has ended', async () => {
  expect(await rig.look('grant')).toBe('healthy')
  const ended = await fetch(`${portal.url}/appinstalls/v3/external-install`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${accessToken}` },
  })
  expect(ended.status).toBe(204)
  halfAnHour()
  expect(await rig.look('grant', 2)).toBe('revoked grant_ended')
  expect(await state()).toBe('needs_reauth')
})

test('a token endpoint that has trouble is trouble of HubSpot’s, and no end of the grant', async () => {
  expect(await rig.look('grant')).toBe('healthy')
  halfAnHour()
  portal.faults.set({ effect: { kind: 'status', status: 503 } })
  expect(await rig.look('grant', 3)).toMatch(/^hubspot_down/)
  expect(await state()).toBe('active')
  portal.faults.clear()
  expect(await rig.look('grant', 2)).toBe('healthy')
})

test('a grant that was called ended is not cured by an old access token, but by a new one', async () => {
  expect(await rig.look('grant')).toBe('healthy')
  const connection = await rig.job.store.read.connections.findByName('grant')
  await markNeedsReauth(rig.job, connection?.id ?? '', 'A wrong alarm.')
  expect(await rig.look('grant', 3)).toBe('healthy')
  expect(await state()).toBe('needs_reauth')
  halfAnHour()
  expect(await rig.look('grant', 2)).toBe('healthy')
  expect(await state()).toBe('active')
})

test('nor does it stay stopped until that token ends: a look earns another one', async () => {
  expect(await rig.look('grant')).toBe('healthy')
  later(120_000)
  const connection = await rig.job.store.read.connections.findByName('grant')
  await markNeedsReauth(rig.job, connection?.id ?? '', 'A wrong alarm.')
  later(1_000)
  expect(await rig.look('grant', 3)).toBe('healthy')
  expect(await state()).toBe('active')
})
