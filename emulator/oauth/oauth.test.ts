// The OAuth flow from the authorize page to a revoked token, with the errors that a client must tell
// apart: its own mistakes from a grant that is gone.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'

const APP = {
  clientId: 'app-1',
  clientSecret: 'shh',
  redirectUris: ['http://localhost:9/cb'],
  scopes: ['oauth', 'crm.objects.contacts.read'],
  optionalScopes: ['crm.objects.deals.read'],
}
const CLIENT = {
  client_id: APP.clientId,
  client_secret: APP.clientSecret,
  redirect_uri: APP.redirectUris[0]!,
}
const VERIFIER = 'a-verifier-that-is-long-enough-to-be-taken-seriously'

let emulator: Emulator
let nobody: Ask

beforeAll(async () => {
  emulator = await startPortal({ oauthApps: [APP] })
  nobody = asker(emulator, null)
})
afterAll(() => emulator.close())

const post = (path: string, form: Record<string, string>) =>
  nobody('POST', path, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  })

async function authorize(more: Record<string, string> = {}): Promise<URL> {
  const query = new URLSearchParams({
    client_id: APP.clientId,
    redirect_uri: CLIENT.redirect_uri,
    scope: APP.scopes.join(' '),
    state: 'st&te',
    ...more,
  })
  const { status, headers } = await nobody('GET', `/oauth/authorize?${query.toString()}`)
  expect(status).toBe(302)
  return new URL(headers.get('location')!)
}
const challenge = {
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
}
const exchange = async (path = '/oauth/2026-09/token', more: Record<string, string> = {}) => {
  const code = (await authorize()).searchParams.get('code')!
  return post(path, { grant_type: 'authorization_code', ...CLIENT, code, ...more })
}
const refresh = (token: string, path = '/oauth/2026-09/token') =>
  post(path, { grant_type: 'refresh_token', ...CLIENT, refresh_token: token })

test('the authorize page sends back a code and the very state', async () => {
  const back = await authorize()
  expect(back.origin + back.pathname).toBe(APP.redirectUris[0])
  expect(back.searchParams.get('state')).toBe('st&te')
})

test('a denial, a foreign redirect and other scopes do not get a code', async () => {
  emulator.switches.denyAuthorize = true
  const denied = await authorize()
  emulator.switches.denyAuthorize = false
  expect([denied.searchParams.get('error'), denied.searchParams.get('code')]).toEqual([
    'access_denied',
    null,
  ])
  const query = (more: Record<string, string>) =>
    new URLSearchParams({
      client_id: APP.clientId,
      redirect_uri: CLIENT.redirect_uri,
      scope: APP.scopes.join(' '),
      ...more,
    }).toString()
  const mistakes: Record<string, string>[] = [
    { redirect_uri: 'https://evil.example/' },
    { client_id: 'who' },
    { scope: 'oauth tickets' },
  ]
  for (const wrong of mistakes) {
    const { status, headers } = await nobody('GET', `/oauth/authorize?${query(wrong)}`)
    expect([status, headers.get('location')]).toEqual([400, null])
  }
})

test.each(['/oauth/2026-09/token', '/oauth/2026-03/token', '/oauth/v3/token'])(
  '%s exchanges a code once, in the new shape',
  async (path) => {
    const { status, json } = await exchange(path)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      token_type: 'bearer',
      hub_id: 1234567,
      scopes: APP.scopes,
      expires_in: 1800,
      token_use: 'access_token',
      refresh_token: expect.stringMatching(/^na1-/),
    })
    expect(
      (await asker(emulator, json.access_token)('GET', '/crm/v3/objects/contacts')).status,
    ).toBe(200)
  },
)

test('the legacy endpoint answers in its own, smaller shape', async () => {
  const { json } = await exchange('/oauth/v1/token')
  expect(Object.keys(json).sort()).toEqual([
    'access_token',
    'expires_in',
    'refresh_token',
    'token_type',
  ])
  const info = await nobody('GET', `/oauth/v1/access-tokens/${json.access_token}`)
  expect(info.json).toMatchObject({ hub_id: 1234567, token_type: 'access', scopes: APP.scopes })
  expect(
    emulator.requests.recent().some(({ path }) => path.includes(json.access_token)),
    'no token in the log',
  ).toBe(false)
})

test('PKCE: a code that was asked for with a challenge needs its verifier', async () => {
  const take = async (verifier?: string) => {
    const code = (await authorize(challenge)).searchParams.get('code')!
    return post('/oauth/2026-09/token', {
      grant_type: 'authorization_code',
      ...CLIENT,
      code,
      ...(verifier ? { code_verifier: verifier } : {}),
    })
  }
  expect((await take(VERIFIER)).status).toBe(200)
  expect((await take('another')).json.status).toBe('BAD_CODE_VERIFIER')
  expect((await take()).json.status).toBe('BAD_CODE_VERIFIER')
})

test('a dead refresh token answers in both vocabularies, word for word', async () => {
  const { status, json } = await refresh('na1-nope')
  expect([status, json]).toEqual([
    400,
    {
      error: 'invalid_grant',
      error_description: 'refresh token is invalid, expired or revoked',
      status: 'BAD_REFRESH_TOKEN',
      message: 'refresh token is invalid, expired or revoked',
    },
  ])
})

test.each([
  [{ client_id: 'who' }, 'BAD_CLIENT_ID', 'invalid_client'],
  [{ client_secret: 'no' }, 'BAD_CLIENT_SECRET', 'invalid_client'],
  [{ code: 'na1-no' }, 'BAD_AUTH_CODE', 'invalid_grant'],
  [{ redirect_uri: 'http://localhost:9/other' }, 'BAD_REDIRECT_URI', 'invalid_grant'],
  [{ grant_type: 'password' }, 'BAD_GRANT_TYPE', 'unsupported_grant_type'],
])('the mistake %j is told apart as %s', async (wrong, status, error) => {
  expect(
    (await exchange('/oauth/2026-09/token', wrong as Record<string, string>)).json,
  ).toMatchObject({ status, error })
})

test('an access token dies after 1800 s by the portal’s clock, and a refresh gives another', async () => {
  const first = (await exchange()).json
  emulator.clock.advance(1_800_000)
  const late = await asker(emulator, first.access_token)('GET', '/crm/v3/objects/contacts')
  expect(late.json).toMatchObject({ category: 'EXPIRED_AUTHENTICATION' })
  const second = (await refresh(first.refresh_token)).json
  expect(second.refresh_token, 'unchanged unless the switch says otherwise').toBe(
    first.refresh_token,
  )
  expect(
    (await asker(emulator, second.access_token)('GET', '/crm/v3/objects/contacts')).status,
  ).toBe(200)
})

test('with rotation on, a refresh token works once', async () => {
  const first = (await exchange()).json
  emulator.switches.rotateRefreshTokens = true
  const second = (await refresh(first.refresh_token)).json
  const again = await refresh(first.refresh_token)
  emulator.switches.rotateRefreshTokens = false
  expect(second.refresh_token).not.toBe(first.refresh_token)
  expect(again.json.status).toBe('BAD_REFRESH_TOKEN')
})

test('revoking takes the refresh token only; issued access tokens live on', async () => {
  const { access_token, refresh_token } = (await exchange()).json
  const introspect = (token: string) =>
    post('/oauth/2026-09/token/introspect', { ...CLIENT, token })
  expect((await introspect(access_token)).json).toMatchObject({
    active: true,
    hub_id: 1234567,
    client_id: APP.clientId,
    token_use: 'access_token',
  })
  expect((await introspect(refresh_token)).json).toMatchObject({
    active: true,
    token_use: 'refresh_token',
  })
  expect(
    (await post('/oauth/2026-09/token/revoke', { ...CLIENT, token: refresh_token })).status,
  ).toBe(200)
  expect((await introspect(refresh_token)).json).toEqual({ active: false })
  expect((await asker(emulator, access_token)('GET', '/crm/v3/objects/contacts')).status).toBe(200)
})

test('a portal that is gone is told apart from a revoked grant', async () => {
  const { refresh_token } = (await exchange()).json
  emulator.switches.portalGone = true
  const { json } = await refresh(refresh_token)
  emulator.switches.portalGone = false
  expect(json).toMatchObject({
    status: 'BAD_HUB',
    message: 'missing or unknown hub id',
    error: 'access_denied',
  })
})

test('an uninstalled app loses its tokens at once', async () => {
  const { access_token, refresh_token } = (await exchange()).json
  const app = asker(emulator, access_token)
  expect((await app('DELETE', '/appinstalls/2026-09/external-install')).status).toBe(204)
  expect((await app('GET', '/crm/v3/objects/contacts')).status).toBe(401)
  expect((await refresh(refresh_token)).json.status).toBe('BAD_REFRESH_TOKEN')
})
