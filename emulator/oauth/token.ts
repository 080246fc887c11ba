// The token endpoint: code exchange and refresh, introspection, revocation, in the dated releases,
// v3 and the legacy v1, which differ in shape.
import type { Token } from '../auth/tokens.ts'
import { notFound } from '../server/errors.ts'
import {
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import { oauthError } from './errors.ts'
import { verifies, type OAuthApp, type RefreshToken } from './store.ts'

const open = { needs: 'open', form: true } as const

export const tokenRoutes: readonly Route[] = [
  ...mount(dated('/oauth', '', '/oauth/v3'), [
    { ...open, method: 'POST', path: '/token', handle: (call) => grant(call, false) },
    { ...open, method: 'POST', path: '/token/introspect', handle: introspect },
    { ...open, method: 'POST', path: '/token/revoke', handle: revoke },
  ]),
  { ...open, method: 'POST', path: '/oauth/v1/token', handle: (call) => grant(call, true) },
  { ...open, method: 'GET', path: '/oauth/v1/access-tokens/:token', handle: legacyAccess },
  { ...open, method: 'GET', path: '/oauth/v1/refresh-tokens/:token', handle: legacyRefresh },
  { ...open, method: 'DELETE', path: '/oauth/v1/refresh-tokens/:token', handle: legacyRevoke },
  ...mount(dated('/appinstalls', '', '/appinstalls/v3'), [
    { method: 'DELETE', path: '/external-install', needs: { any: ['oauth'] }, handle: uninstall },
  ]),
]

function grant(call: Call, legacy: boolean): Answer {
  const form = new URLSearchParams(call.text)
  const app = authenticateClient(call, form, legacy)
  const type = form.get('grant_type')
  if (type === 'authorization_code') return ok(exchange(call, form, app, legacy))
  if (type === 'refresh_token') return ok(refresh(call, form, app, legacy))
  throw oauthError('BAD_GRANT_TYPE', legacy)
}

function authenticateClient(call: Call, form: URLSearchParams, legacy: boolean): OAuthApp {
  const app = call.world.oauth.app(form.get('client_id') ?? '')
  if (!app) throw oauthError('BAD_CLIENT_ID', legacy)
  if (!call.world.oauth.takesSecret(app, form.get('client_secret')))
    throw oauthError('BAD_CLIENT_SECRET', legacy)
  return app
}

function exchange(call: Call, form: URLSearchParams, app: OAuthApp, legacy: boolean) {
  const { world, now } = call
  const code = world.oauth.takeCode(form.get('code') ?? '', now)
  if (!code || code.app !== app) throw oauthError('BAD_AUTH_CODE', legacy)
  if (form.get('redirect_uri') !== code.redirectUri) throw oauthError('BAD_REDIRECT_URI', legacy)
  if (!verifies(code.challenge, form.get('code_verifier')))
    throw oauthError('BAD_CODE_VERIFIER', legacy)
  return pair(call, app, world.oauth.makeRefreshToken(app, code.scopes), code.scopes, legacy)
}

function refresh(call: Call, form: URLSearchParams, app: OAuthApp, legacy: boolean) {
  const { world } = call
  const held = world.oauth.refreshToken(form.get('refresh_token') ?? '')
  if (!held || held.revoked || held.app !== app) throw oauthError('BAD_REFRESH_TOKEN', legacy)
  if (world.switches.portalGone) throw oauthError('BAD_HUB', legacy)
  const asked = form.get('scope')?.split(' ').filter(Boolean) ?? []
  if (asked.some((scope) => !held.scopes.includes(scope))) throw oauthError('BAD_SCOPES', legacy)
  const scopes = asked.length > 0 ? asked : held.scopes
  if (!world.switches.rotateRefreshTokens) return pair(call, app, held, scopes, legacy)
  held.revoked = true
  return pair(call, app, world.oauth.makeRefreshToken(app, held.scopes), scopes, legacy)
}

function pair(
  call: Call,
  app: OAuthApp,
  kept: RefreshToken,
  scopes: readonly string[],
  legacy: boolean,
) {
  const token = call.world.oauth.makeAccessToken(app, scopes, call.now)
  const both = {
    token_type: 'bearer',
    refresh_token: kept.secret,
    access_token: token.secret,
  }
  const expires_in = secondsLeft(token, call.now)
  if (legacy) return { ...both, expires_in }
  return {
    ...both,
    hub_id: call.world.portal.identity.portalId,
    user_id: token.userId,
    scopes: [...token.scopes],
    expires_in,
    token_use: 'access_token',
  }
}

function introspect(call: Call): Answer {
  const form = new URLSearchParams(call.text)
  const app = authenticateClient(call, form, false)
  const secret = form.get('token') ?? form.get('access_token') ?? form.get('refresh_token')
  if (!secret) throw oauthError('BAD_TOKEN', false)
  const token = call.world.tokens.find(secret)
  if (token && token.appId === app.appId && !isDead(token, call.now)) {
    return ok({
      active: true,
      ...describe(call, token, app),
      expires_in: secondsLeft(token, call.now),
      token_use: 'access_token',
      token_type: 'bearer',
    })
  }
  const held = call.world.oauth.refreshToken(secret)
  if (!held || held.revoked || held.app !== app) return ok({ active: false })
  return ok({
    active: true,
    ...identify(call, held),
    token_use: 'refresh_token',
  })
}

/** Takes refresh tokens only; access tokens that were issued live on until they expire (official). */
function revoke(call: Call): Answer {
  const form = new URLSearchParams(call.text)
  const app = authenticateClient(call, form, false)
  const secret = form.get('token') ?? form.get('refresh_token')
  if (!secret) throw oauthError('BAD_TOKEN', false)
  const held = call.world.oauth.refreshToken(secret)
  if (held && held.app === app) held.revoked = true
  return { status: 200 }
}

function legacyAccess(call: Call): Answer {
  const token = call.world.tokens.find(call.params['token']!)
  const app = token && call.world.oauth.apps().find((one) => one.appId === token.appId)
  if (!token || !app || isDead(token, call.now)) throw notFound()
  return ok({
    ...describe(call, token, app),
    expires_in: secondsLeft(token, call.now),
    token_type: 'access',
  })
}

function legacyRefresh(call: Call): Answer {
  const held = call.world.oauth.refreshToken(call.params['token']!)
  if (!held || held.revoked) throw notFound()
  return ok({ ...identify(call, held), token_type: 'refresh' })
}

function legacyRevoke(call: Call): Answer {
  const held = call.world.oauth.refreshToken(call.params['token']!)
  if (!held || held.revoked) throw notFound()
  held.revoked = true
  return NO_CONTENT
}

function uninstall({ world, token }: Call): Answer {
  world.oauth.uninstall(token.appId)
  return NO_CONTENT
}

const isDead = (token: Token, now: number): boolean =>
  token.disabled || (token.expiresAt !== null && token.expiresAt <= now)

const secondsLeft = (token: Token, now: number): number =>
  Math.max(0, Math.floor(((token.expiresAt ?? now) - now) / 1000))

const INSTALLER = 'admin@our-firm.example'

function describe(call: Call, token: Token, app: OAuthApp) {
  const { portalId, hublet } = call.world.portal.identity
  return {
    token: token.secret,
    user: INSTALLER,
    hub_domain: `our-firm-${portalId}.example`,
    scopes: [...token.scopes],
    signed_access_token: {
      expiresAt: token.expiresAt,
      scopes: [...token.scopes].join(' '),
      hubId: portalId,
      userId: token.userId,
      appId: app.appId,
      hublet,
      isUserLevel: false,
    },
    hub_id: portalId,
    client_id: app.clientId,
    app_id: app.appId,
    user_id: token.userId,
  }
}

function identify(call: Call, held: RefreshToken) {
  const { portalId } = call.world.portal.identity
  return {
    token: held.secret,
    user: INSTALLER,
    hub_domain: `our-firm-${portalId}.example`,
    scopes: [...held.scopes],
    hub_id: portalId,
    client_id: held.app.clientId,
    user_id: 8_200_000,
  }
}
