/**
 * HubSpot's OAuth: where the browser goes, and the three questions to the token endpoint. Asks
 * once and classifies; when to refresh and what to do with a failure is decided elsewhere.
 */
import { z } from 'zod'
import type {
  AuthorizeRequest,
  OAuthEndpoint,
  OAuthTokens,
} from '../../application/connection/ports.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { isHubSpotOrigin } from '../../domain/connection/origin.ts'
import { redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Answer, Ask } from './ask.ts'
import { refusalOf } from './refusal-of-answer.ts'
import { askTokenEndpoint } from './token-endpoint.ts'

export function oauthEndpoint(ask: Ask): OAuthEndpoint {
  return {
    authorizeUrl,
    async exchange(baseUrl, app, { code, redirectUri, codeVerifier }) {
      const asked = await askTokenEndpoint(ask, baseUrl, '', app, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier.reveal(),
      })
      const tokens = asked.ok ? tokensOf(asked.value) : asked
      // `invalid_grant` without HubSpot's finer status: here the grant is the code.
      const ofCode = !tokens.ok && tokens.error.reason === 'grant_revoked'
      return ofCode ? err({ reason: 'code_refused' }) : tokens
    },
    async refresh(baseUrl, app, refreshToken, within) {
      const grant = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() }
      const asked = await askTokenEndpoint(ask, baseUrl, '', app, grant, within)
      return asked.ok ? tokensOf(asked.value) : asked
    },
    async revoke(baseUrl, app, refreshToken) {
      const asked = await askTokenEndpoint(ask, baseUrl, '/revoke', app, {
        token: refreshToken.reveal(),
        token_type_hint: 'refresh_token',
      })
      if (!asked.ok) return asked
      const { status } = asked.value
      return status === 200 || status === 204 ? ok(null) : err(refusalOfToken(asked.value))
    },
  }
}

/** Hublets whose accounts must be authorised on their own host; `na1` is the plain one. */
function authorizeHost(baseUrl: string, hublet: string | null): string {
  if (!isHubSpotOrigin(baseUrl)) return baseUrl
  return hublet === null || hublet === 'na1'
    ? 'https://app.hubspot.com'
    : `https://app-${hublet}.hubspot.com`
}

function authorizeUrl(baseUrl: string, request: AuthorizeRequest): string {
  const query: Record<string, string> = {
    client_id: request.clientId.reveal(),
    redirect_uri: request.redirectUri,
    scope: request.scopes.join(' '),
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
  }
  if (request.optionalScopes.length > 0) query['optional_scope'] = request.optionalScopes.join(' ')
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${authorizeHost(baseUrl, request.hublet)}/oauth/authorize?${pairs.join('&')}`
}

const grant = z.object({
  access_token: z.string().min(1).max(4096),
  refresh_token: z.string().min(1).max(4096).optional(),
  expires_in: z.number().positive().max(86_400),
})

function tokensOf(answer: Answer): Result<OAuthTokens, HubSpotFailure> {
  if (answer.status !== 200) return err(refusalOfToken(answer))
  const read = grant.safeParse(answer.json)
  if (!read.success) return err({ reason: 'unexpected_answer', status: answer.status })
  const { access_token, refresh_token, expires_in } = read.data
  return ok({
    accessToken: redacted(access_token),
    refreshToken: refresh_token === undefined ? undefined : redacted(refresh_token),
    lifetimeSeconds: expires_in,
  })
}

const refusal = z
  .object({ status: z.string().catch(''), error: z.string().catch('') })
  .catch({ status: '', error: '' })

/** By HubSpot's `status`, which is the finer one; then by RFC 6749 §5.2 `error`. */
const TOKEN_REFUSALS: Readonly<Record<string, 'grant_revoked' | 'app_refused' | 'code_refused'>> = {
  BAD_REFRESH_TOKEN: 'grant_revoked',
  BAD_HUB: 'grant_revoked',
  BAD_AUTH_CODE: 'code_refused',
  BAD_CODE_VERIFIER: 'code_refused',
  BAD_REDIRECT_URI: 'app_refused',
  BAD_CLIENT_ID: 'app_refused',
  BAD_CLIENT_SECRET: 'app_refused',
  BAD_SCOPES: 'app_refused',
  access_denied: 'grant_revoked',
  invalid_grant: 'grant_revoked',
  invalid_client: 'app_refused',
  unauthorized_client: 'app_refused',
  invalid_scope: 'app_refused',
}

/** Of 4xx, only what the table names says something of the grant; other statuses as everywhere. */
function refusalOfToken(answer: Answer): HubSpotFailure {
  const { status, error } = refusal.parse(answer.json)
  const reason = TOKEN_REFUSALS[status] ?? TOKEN_REFUSALS[error]
  if ((answer.status === 400 || answer.status === 401 || answer.status === 403) && reason)
    return { reason }
  return answer.status === 401 ? { reason: 'app_refused' } : refusalOf(answer)
}
