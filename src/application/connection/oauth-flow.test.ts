import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionRig, secret, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { beginOAuth, type BeginOAuth } from './begin-oauth.ts'
import { completeOAuth } from './complete-oauth.ts'
import { connectPortal } from './connect-portal.ts'
import { disconnectPortal } from './disconnect-portal.ts'
import { recheckConnection } from './recheck-connection.ts'

const clientId = randomUUID()
const clientSecret = randomUUID()
const redirectUri = 'http://localhost:4110/oauth/callback'
const scopes = ['oauth', 'crm.objects.contacts.read']

let rig: ConnectionRig
let admin: Context
beforeAll(async () => {
  rig = await connectionRig({
    oauthApps: [{ clientId, clientSecret, redirectUris: [redirectUri], scopes }],
  })
  rig.organisation.clock.now = new Date()
  admin = rig.as('admin', 'mem_00000000000000000001')
})
afterAll(() => rig.close())

const asked = (title: string, more: Partial<BeginOAuth> = {}): BeginOAuth => ({
  clientId: secret(clientId),
  clientSecret: secret(clientSecret),
  redirectUri,
  scopes,
  title,
  ...more,
})

/** Goes to HubSpot's page and agrees, or whatever the portal is set to do there. */
async function agree(authorizeUrl: string): Promise<Record<string, string>> {
  const answer = await fetch(authorizeUrl, { redirect: 'manual' })
  const back = new URL(answer.headers.get('location') ?? 'about:blank')
  return Object.fromEntries(back.searchParams)
}

const begin = async (title: string, more: Partial<BeginOAuth> = {}, ctx = admin) =>
  agree((await beginOAuth(ctx, asked(title, more))).authorizeUrl)

const answered = (back: Record<string, string>) => ({
  state: back['state'] ?? '',
  code: back['code'],
  error: back['error'],
})

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.catch((error: unknown) => error)
  return thrown instanceof HubwardError ? thrown.code : `no refusal: ${String(thrown)}`
}

describe('connecting by authorisation', () => {
  it('ends with an active connection whose token works', async () => {
    const { connection, report } = await completeOAuth(admin, answered(await begin('By OAuth')))
    expect(connection).toMatchObject({ kind: 'oauth', state: 'active', name: 'by-oauth' })
    expect(report.hubspotScopes).toEqual(['crm.objects.contacts.read', 'oauth'])
    expect(connection.hubspotAppId).toBeGreaterThan(0)
    const token = await rig.services.credentials.bearer(connection)
    const answer = await fetch(`${rig.portal.url}/crm/v3/objects/contacts?limit=1`, {
      headers: { authorization: `Bearer ${token.reveal()}` },
    })
    expect(answer.status).toBe(200)
    expect((await recheckConnection(admin, { connection: 'by-oauth' })).connection.state).toBe(
      'active',
    )
  })

  it('sends S256, state and the scopes, and no secret', async () => {
    const { authorizeUrl } = await beginOAuth(admin, asked('Looked at'))
    const query = new URL(authorizeUrl).searchParams
    expect(query.get('code_challenge_method')).toBe('S256')
    expect(query.get('code_challenge')).toMatch(/^[\w-]{43}$/)
    expect(query.get('state')).toMatch(/^[\w-]{43}$/)
    expect(query.get('scope')).toBe(scopes.join(' '))
    expect(authorizeUrl).not.toContain(clientSecret)
  })

  it('goes to the account’s own region at HubSpot', async () => {
    const more = { baseUrl: 'https://api.hubapi.com', hublet: 'eu1' }
    const { authorizeUrl } = await beginOAuth(admin, asked('European', more))
    expect(new URL(authorizeUrl).origin).toBe('https://app-eu1.hubspot.com')
  })

  it('takes a state once, even when the first attempt failed', async () => {
    const back = await begin('Once')
    expect(await codeOf(completeOAuth(admin, { ...answered(back), code: 'na1-wrong' }))).toBe(
      'connection.oauth_code_refused',
    )
    expect(await codeOf(completeOAuth(admin, answered(back)))).toBe(
      'connection.oauth_state_unknown',
    )
  })

  it('takes a state once when two answers arrive together', async () => {
    const back = await begin('Twice')
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => completeOAuth(admin, answered(back))),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('takes an answer only from the admin who began, and does not spend it on others', async () => {
    const back = await begin('Mine')
    const someone = rig.as('admin', 'mem_00000000000000000002')
    expect(await codeOf(completeOAuth(someone, answered(back)))).toBe(
      'connection.oauth_state_unknown',
    )
    expect((await completeOAuth(admin, answered(back))).connection.name).toBe('mine')
  })

  it('refuses an answer that comes after ten minutes', async () => {
    const back = await begin('Late')
    const { clock } = rig.organisation
    const before = clock.now
    clock.now = new Date(before.getTime() + 10 * 60_000)
    expect(await codeOf(completeOAuth(admin, answered(back)))).toBe(
      'connection.oauth_state_unknown',
    )
    clock.now = before
  })

  it('keeps of a state only its hash, and of the secrets only ciphertext', async () => {
    const { authorizeUrl } = await beginOAuth(admin, asked('Looked for'))
    const state = new URL(authorizeUrl).searchParams.get('state') ?? ''
    const { rows } = await rig.organisation.database.pool.query<{ text: string }>(
      `select string_agg(a::text || ' ' || s::text, ' ') as text
         from oauth_authorization a join oauth_authorization_secret s using (state_hash)`,
    )
    expect(rows[0]?.text).toBeTruthy()
    for (const text of [state, clientSecret]) {
      expect(rows[0]?.text).not.toContain(text)
      expect(rows[0]?.text).not.toContain(Buffer.from(text).toString('hex'))
    }
  })

  it('says that the authorisation was declined', async () => {
    rig.portal.switches.denyAuthorize = true
    const back = await begin('Declined')
    rig.portal.switches.denyAuthorize = false
    expect(await codeOf(completeOAuth(admin, answered(back)))).toBe('connection.oauth_denied')
  })

  it('renews the grant of a connection, which keeps its name', async () => {
    const first = await completeOAuth(admin, answered(await begin('Renewed')))
    const back = await begin('', { connection: 'renewed' })
    const second = await completeOAuth(admin, answered(back))
    expect(second.connection.id).toBe(first.connection.id)
    const life = await rig.services.store.read.oauth.life(first.connection.id)
    expect(life?.generation).toBe(2)
  })

  it('refuses addresses and scopes that no app can have', async () => {
    for (const more of [
      { redirectUri: 'http://evil.example/callback' },
      { redirectUri: 'javascript:alert(1)' },
      { redirectUri: 'https://user@host/' },
      { scopes: [] },
      { scopes: ['two words'] },
      { hublet: 'eu1.evil.example' },
    ])
      expect(await codeOf(beginOAuth(admin, asked('Refused', more)))).toBe('request.invalid')
  })
})

describe('connecting an app with its refresh token', () => {
  const input = async (title: string) => {
    const back = await begin(title)
    const answer = await fetch(`${rig.portal.url}/oauth/2026-09/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: redirectUri,
        code: back['code'] ?? '',
        code_verifier: 'none',
      }),
    })
    return { title, status: answer.status }
  }

  it('stores the refresh token that came back, not the one that was pasted', async () => {
    // PKCE keeps a code from whoever has no verifier, so the grant comes from a connection.
    expect((await input('Guarded')).status).toBe(400)
    const { connection } = await completeOAuth(admin, answered(await begin('Source')))
    const { vault, store } = rig.services
    const pasted = await vault.open(store.read, connection.id, 'refreshToken')
    if (!pasted) throw new Error('no refresh token')
    rig.portal.switches.rotateRefreshTokens = true
    const secrets = {
      clientId: secret(clientId),
      clientSecret: secret(clientSecret),
      refreshToken: pasted,
    }
    const connected = await connectPortal(admin, { title: 'Pasted', kind: 'oauth', secrets })
    rig.portal.switches.rotateRefreshTokens = false
    const kept = await vault.open(store.read, connected.connection.id, 'refreshToken')
    expect(kept?.equals(pasted)).toBe(false)
    expect(connected.connection.kind).toBe('oauth')
  })

  it('tells a wrong client secret from a dead grant', async () => {
    const secrets = (wrong: string) => ({
      clientId: secret(clientId),
      clientSecret: secret(wrong),
      refreshToken: secret('na1-00000000-1111-2222-3333-444455556666'),
    })
    const connect = (wrong: string) =>
      connectPortal(admin, { title: 'Never', kind: 'oauth', secrets: secrets(wrong) })
    expect(await codeOf(connect(randomUUID()))).toBe('connection.oauth_app_refused')
    expect(await codeOf(connect(clientSecret))).toBe('connection.grant_revoked')
  })
})

describe('disconnecting an OAuth connection', () => {
  it('ends the grant at HubSpot too', async () => {
    const { connection } = await completeOAuth(admin, answered(await begin('Ended')))
    const { vault, store } = rig.services
    const refreshToken = await vault.open(store.read, connection.id, 'refreshToken')
    const ended = await disconnectPortal(admin, { connection: 'ended' })
    expect(ended.revokedAtHubSpot).toBe(true)
    const app = { clientId: secret(clientId), clientSecret: secret(clientSecret) }
    const again =
      refreshToken && (await rig.services.oauth.refresh(rig.portal.url, app, refreshToken))
    expect(again).toMatchObject({ ok: false, error: { reason: 'grant_revoked' } })
  })

  it('ends here even when HubSpot cannot be reached', async () => {
    await completeOAuth(admin, answered(await begin('Alone')))
    rig.portal.faults.set({
      id: 'down',
      match: { path: '/token/revoke' },
      effect: { kind: 'status', status: 503 },
    })
    const ended = await disconnectPortal(admin, { connection: 'alone' })
    rig.portal.faults.clear('down')
    expect(ended).toMatchObject({ revokedAtHubSpot: false, connection: { state: 'disconnected' } })
  })
})
