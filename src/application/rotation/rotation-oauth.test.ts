/** Promises of rotating an OAuth connection: a new client secret, a new grant, and the way back. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { connectionRig, secret, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { APP, OTHER_SECRET, SECOND_UNHEARD } from '../../../tests/support/oauth-app.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { HubwardError } from '../../domain/errors.ts'
import { connectPortal } from '../connection/connect-portal.ts'
import { disconnectPortal } from '../connection/disconnect-portal.ts'
import { promoteCredential } from './promote-credential.ts'
import { revokeCredential } from './revoke-credential.ts'
import { stageCredential } from './stage-credential.ts'

let rig: ConnectionRig
let connection: Connection
let refreshToken: string
let count = 0

beforeAll(async () => {
  rig = await connectionRig({ oauthApps: [APP] })
})
afterAll(() => rig.close())
beforeEach(async () => {
  rig.organisation.clock.now = new Date()
  rig.portal.oauth.setClientSecrets(APP.clientId, [APP.clientSecret])
  refreshToken = rig.portal.oauth.makeRefreshToken(APP.clientId)
  const made = await connectPortal(rig.ctx, {
    title: `OAuth ${++count}`,
    kind: 'oauth',
    secrets: {
      clientId: secret(APP.clientId),
      clientSecret: secret(APP.clientSecret),
      refreshToken: secret(refreshToken),
    },
  })
  connection = made.connection
})

const stage = (secrets: { clientSecret?: string; refreshToken?: string }) =>
  stageCredential(rig.ctx, {
    connection: connection.name,
    kind: 'oauth',
    secrets: Object.fromEntries(
      Object.entries(secrets).map(([field, text]) => [field, secret(text)]),
    ),
  })
const promote = () => promoteCredential(rig.ctx, { connection: connection.name })
const bearer = async () => {
  const now = (await rig.services.pictures.current()).connection(connection.id)
  return (await rig.services.credentials.bearer(now ?? connection)).reveal()
}
/** So that the next call wants a new access token. */
function letTokenEnd(): void {
  rig.organisation.clock.now = new Date(Date.now() + 31 * 60_000)
  rig.services.credentials.forget(connection.id)
}
const lastAction = async () => {
  const event = (await rig.organisation.events()).at(-1)?.event
  return event?.type === 'change' ? event.action : undefined
}

it('takes a new client secret alone, and goes back when HubSpot takes the old one again', async () => {
  rig.portal.oauth.setClientSecrets(APP.clientId, [APP.clientSecret, OTHER_SECRET])
  await stage({ clientSecret: OTHER_SECRET })
  await promote()
  const first = await bearer()
  rig.portal.oauth.setClientSecrets(APP.clientId, [APP.clientSecret])
  letTokenEnd()
  expect(await bearer()).not.toBe(first)
  expect(await lastAction()).toBe('connection.fall_back')
  const { rows } = await rig.organisation.database.pool.query<{ field: string }>(
    'select field from secret_version where connection_id = $1 order by field',
    [connection.id],
  )
  expect(rows.map(({ field }) => field)).toEqual([
    'accessToken',
    'clientId',
    'clientSecret',
    'refreshToken',
  ])
})

it('takes a new refresh token alone, and goes back when that is revoked', async () => {
  const fresh = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: fresh })
  await promote()
  rig.portal.oauth.revoke(fresh)
  letTokenEnd()
  await bearer()
  expect(await lastAction()).toBe('connection.fall_back')
  const now = await rig.services.store.read.connections.get(connection.id)
  expect(now?.state).toBe('active')
})

it('keeps the refresh token that HubSpot changes while a new client secret is tried', async () => {
  rig.portal.switches.rotateRefreshTokens = true
  rig.portal.oauth.setClientSecrets(APP.clientId, [APP.clientSecret, OTHER_SECRET])
  await stage({ clientSecret: OTHER_SECRET })
  letTokenEnd()
  await bearer()
  rig.portal.switches.rotateRefreshTokens = false
  expect(rig.portal.oauth.isLive(refreshToken)).toBe(false)
})

it.each([true, false])(
  'goes back with the next try where HubSpot did not answer about the grant before, refresh tokens changed: %s',
  async (changes) => {
    const fresh = rig.portal.oauth.makeRefreshToken(APP.clientId)
    await stage({ refreshToken: fresh })
    await promote()
    rig.portal.oauth.revoke(fresh)
    rig.portal.switches.rotateRefreshTokens = changes
    rig.portal.faults.set({ ...SECOND_UNHEARD, count: 1 })
    letTokenEnd()
    // It passes; the facts are those of the grant in use.
    await expect(bearer()).rejects.toMatchObject({
      code: 'connection.in_doubt',
      facts: { reason: 'grant_revoked' },
    })
    const stands = async () => (await rig.services.store.read.connections.get(connection.id))?.state
    expect(await stands()).toBe('active')
    letTokenEnd()
    await bearer()
    expect(await lastAction()).toBe('connection.fall_back')
    expect(await stands()).toBe('active')
    rig.portal.switches.rotateRefreshTokens = false
  },
)

it('goes back at once to a grant that earns an access token, whatever else HubSpot does not answer', async () => {
  const fresh = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: fresh })
  await promote()
  rig.portal.oauth.revoke(fresh)
  const fault = rig.portal.faults.set({
    effect: { kind: 'status', status: 502 },
    match: { path: 'account-info' },
  })
  letTokenEnd()
  await bearer()
  rig.portal.faults.clear(fault)
  expect(await lastAction()).toBe('connection.fall_back')
  const now = await rig.services.store.read.connections.get(connection.id)
  expect(now).toMatchObject({ state: 'active', hubspotScopes: connection.hubspotScopes })
})

it('is in doubt too where it is the client secret that HubSpot refuses', async () => {
  rig.portal.oauth.setClientSecrets(APP.clientId, [APP.clientSecret, OTHER_SECRET])
  await stage({ clientSecret: OTHER_SECRET })
  await promote()
  rig.portal.oauth.setClientSecrets(APP.clientId, [APP.clientSecret])
  rig.portal.faults.set({ ...SECOND_UNHEARD, count: 1 })
  letTokenEnd()
  await expect(bearer()).rejects.toMatchObject({ code: 'connection.in_doubt' })
  letTokenEnd()
  await bearer()
  expect(await lastAction()).toBe('connection.fall_back')
})

it('refuses a wrong client secret, and the grant in use is not harmed', async () => {
  await expect(stage({ clientSecret: OTHER_SECRET })).rejects.toMatchObject({
    code: 'connection.oauth_app_refused',
  })
  letTokenEnd()
  await bearer()
})

it('promotes what was staged so long ago that its access token has ended', async () => {
  await stage({ refreshToken: rig.portal.oauth.makeRefreshToken(APP.clientId) })
  const ended = 31 * 60_000
  rig.portal.clock.advance(ended)
  rig.organisation.clock.now = new Date(Date.now() + ended)
  await promote()
  await bearer()
  rig.portal.clock.advance(-ended)
})

it('renews a staged grant once, however many promote it at that moment', async () => {
  rig.portal.switches.rotateRefreshTokens = true
  await stage({ refreshToken: rig.portal.oauth.makeRefreshToken(APP.clientId) })
  letTokenEnd()
  const outcomes = await Promise.allSettled([promote(), promote(), promote()])
  const codes = outcomes.flatMap((one) =>
    one.status === 'rejected' ? [(one.reason as HubwardError).code] : [],
  )
  rig.portal.switches.rotateRefreshTokens = false
  // The others find that it was promoted; none of them used a refresh token a second time.
  expect(codes).toEqual(['rotation.no_next', 'rotation.no_next'])
  letTokenEnd()
  await bearer()
})

it('revoked: the grant ends at HubSpot too', async () => {
  const revoked = await revokeCredential(rig.ctx, { connection: connection.name, reason: '' })
  expect(revoked.revokedAtHubSpot).toBe(true)
  expect(rig.portal.oauth.isLive(refreshToken)).toBe(false)
})

it.each([
  ['revoked', (named: string) => revokeCredential(rig.ctx, { connection: named, reason: '' })],
  ['disconnected', (named: string) => disconnectPortal(rig.ctx, { connection: named })],
])('%s: a grant that waits and the one that is the way back end too', async (_, end) => {
  const fresh = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: fresh })
  await promote()
  const waiting = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: waiting })
  expect((await end(connection.name)).revokedAtHubSpot).toBe(true)
  expect([refreshToken, fresh, waiting].filter((one) => rig.portal.oauth.isLive(one))).toEqual([])
})

it('a call that begins as the kind changes goes on, with the picture from before in hand', async () => {
  const before = (await rig.services.pictures.current()).connection(connection.id)
  const app = rig.portal.addToken({ kind: 'private_app', scopes: ['crm.objects.contacts.read'] })
  await stageCredential(rig.ctx, {
    connection: connection.name,
    kind: 'private_app',
    secrets: { token: secret(app.secret) },
  })
  await promote()
  rig.services.credentials.forget(connection.id)
  expect((await rig.services.credentials.bearer(before ?? connection)).reveal()).toBe(app.secret)
  rig.portal.revokeToken(app)
  const after = (await rig.services.pictures.current()).connection(connection.id) ?? connection
  expect(await rig.services.credentials.renew(after, secret(app.secret))).toBe('another')
  expect((await rig.services.store.read.connections.get(connection.id))?.kind).toBe('oauth')
})
