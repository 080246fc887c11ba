/**
 * OpenID Connect as a relying party, by `openid-client`: authorization code with PKCE S256, ID token
 * signatures checked against the provider's keys. Redirects of the provider are never followed, and
 * plain HTTP is spoken to this machine only. Says why it failed to the log alone.
 */
import * as openid from 'openid-client'
import type {
  AuthenticationCheck,
  AuthenticationRequest,
  OidcClient,
  OidcFailure,
} from '../../application/sign-in/ports.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { verifiedEmailOf, type ProviderClient } from '../../domain/sign-in/ways-in.ts'
import { findingsOf } from './provider-findings.ts'

/** A person waits for it. */
const TIMEOUT_S = 10
/** How long a discovery document is believed without asking again. */
const KEPT_MS = 10 * 60_000
/** OpenID Connect Core §3.1.2.1; `email` brings the claims of §5.4. */
const SCOPE = 'openid email profile'

interface Known {
  readonly provider: ProviderClient
  readonly config: openid.Configuration
  readonly at: number
}

/** `nowMs` is monotonic. */
export function createOidcClient(nowMs: () => number): OidcClient {
  /** One per issuer, so as many as there are providers. */
  const known = new Map<string, Known>()

  const configOf = async (provider: ProviderClient): Promise<openid.Configuration> => {
    const found = known.get(provider.issuer)
    if (found && nowMs() - found.at < KEPT_MS && sameClient(found.provider, provider))
      return found.config
    const config = configure(await discover(provider.issuer), provider)
    known.set(provider.issuer, { provider, config, at: nowMs() })
    return config
  }

  return {
    discover: (issuer) =>
      attempt(async () => {
        const {
          issuer: named,
          authorization_endpoint: endpoint = '',
          ...rest
        } = await discover(issuer)
        return {
          issuer: named,
          authorizationEndpoint: endpoint,
          findings: findingsOf({ ...rest, issuer: named, authorization_endpoint: endpoint }),
        }
      }),
    authorizeUrl: (provider, request) =>
      attempt(async () => {
        const config = await configOf(provider)
        return openid.buildAuthorizationUrl(config, await parametersOf(config, request)).href
      }),
    redeem: (provider, check) =>
      attempt(async () => claimsOf(provider.issuer, await redeem(await configOf(provider), check))),
  }
}

async function discover(issuer: string): Promise<Readonly<openid.ServerMetadata>> {
  const config = await openid.discovery(new URL(issuer), 'discovery', undefined, openid.None(), {
    timeout: TIMEOUT_S,
    execute: extensionsFor(issuer),
  })
  const server = config.serverMetadata()
  // To the letter, as Discovery §4.3 demands: a provider for all tenants names a pattern here.
  if (server.issuer !== issuer)
    throw new WrongIssuer(`The document names the issuer ${server.issuer.slice(0, 200)}.`)
  return server
}

class WrongIssuer extends Error {}

/** The issuer was checked when it was entered: plain HTTP can only be this machine. */
const extensionsFor = (issuer: string) =>
  issuer.startsWith('http:') ? [openid.allowInsecureRequests] : []

function configure(
  server: Readonly<openid.ServerMetadata>,
  { issuer, clientId, clientSecret }: ProviderClient,
): openid.Configuration {
  const config = new openid.Configuration(
    { ...server },
    clientId,
    undefined,
    authenticationFor(server, clientSecret?.reveal()),
  )
  config.timeout = TIMEOUT_S
  for (const extend of extensionsFor(issuer)) extend(config)
  // TLS vouches for the token endpoint; the provider's signature vouches beyond it.
  openid.enableNonRepudiationChecks(config)
  return config
}

/** By Discovery §3 a provider that lists nothing takes HTTP Basic. */
function authenticationFor(
  server: Readonly<openid.ServerMetadata>,
  secret: string | undefined,
): openid.ClientAuth {
  if (secret === undefined) return openid.None()
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return methods.includes('client_secret_basic')
    ? openid.ClientSecretBasic(secret)
    : openid.ClientSecretPost(secret)
}

const sameClient = (one: ProviderClient, other: ProviderClient): boolean =>
  one.clientId === other.clientId &&
  (one.clientSecret && other.clientSecret
    ? one.clientSecret.equals(other.clientSecret)
    : one.clientSecret === other.clientSecret)

async function parametersOf(
  config: openid.Configuration,
  { redirectUri, state, nonce, codeVerifier, fresh, choose }: AuthenticationRequest,
): Promise<Record<string, string>> {
  const { claims_parameter_supported: takesClaims, issuer } = config.serverMetadata()
  return {
    redirect_uri: redirectUri,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(choose && ASKS_WHICH.test(issuer) && { prompt: 'select_account' }),
    ...(fresh && { prompt: 'login', max_age: '0' }),
    ...(takesClaims && { claims: WHEN_SIGNED_IN }),
  }
}

/**
 * Those that are known to take `prompt=select_account` (OpenID Connect Core §3.1.2.1). No provider has to,
 * and one that does not may answer with an error.
 */
const ASKS_WHICH = /^https:\/\/(accounts\.google\.com|login\.microsoftonline\.com\/)/

/** OpenID Connect Core §5.5: when the person signed in there counts as a step-up here. */
const WHEN_SIGNED_IN = JSON.stringify({ id_token: { auth_time: { essential: true } } })

async function redeem(
  config: openid.Configuration,
  check: AuthenticationCheck,
): Promise<openid.IDToken> {
  const url = new URL(check.redirectUri)
  url.search = check.query
  const tokens = await openid.authorizationCodeGrant(config, url, {
    expectedState: check.state,
    expectedNonce: check.nonce,
    pkceCodeVerifier: check.codeVerifier.reveal(),
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw new openid.ClientError('there is no ID token in the answer')
  return claims
}

const claimsOf = (issuer: string, claims: openid.IDToken) => ({
  issuer: claims.iss,
  subject: claims.sub,
  verifiedEmail: verifiedEmailOf(issuer, claims),
  authenticatedAt: typeof claims.auth_time === 'number' ? new Date(claims.auth_time * 1_000) : null,
})

async function attempt<T>(run: () => Promise<T>): Promise<Result<T, OidcFailure>> {
  try {
    return ok(await run())
  } catch (thrown) {
    return err(failureOf(thrown))
  }
}

/** Codes and messages of the library; never its causes, which hold tokens. */
function failureOf(thrown: unknown): OidcFailure {
  if (thrown instanceof WrongIssuer) return { reason: 'unproved', detail: thrown.message }
  if (thrown instanceof openid.AuthorizationResponseError)
    return { reason: 'declined', detail: `the provider answered ${thrown.error.slice(0, 100)}` }
  if (thrown instanceof openid.WWWAuthenticateChallengeError)
    return { reason: 'unproved', detail: 'the token endpoint refused the client and its secret' }
  if (thrown instanceof openid.ResponseBodyError)
    return {
      reason: 'unproved',
      detail: `the token endpoint answered ${thrown.error.slice(0, 100)}`,
    }
  if (thrown instanceof openid.ClientError && !UNREACHABLE.has(thrown.code ?? ''))
    return { reason: 'unproved', detail: `${thrown.code ?? 'failed'}: ${thrown.message}` }
  return { reason: 'unreachable', detail: whyUnreachable(thrown) }
}

/** Where `fetch` failed, its cause has the system's or TLS's word for it: `ECONNREFUSED`. */
function whyUnreachable(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'It does not answer.'
  const { cause } = thrown
  if (cause instanceof Response) return `It answers with status ${cause.status}.`
  if (thrown instanceof openid.ClientError && thrown.code === 'OAUTH_TIMEOUT')
    return `It did not answer within ${TIMEOUT_S} seconds.`
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return code === undefined ? thrown.message : `It does not answer (${code.slice(0, 100)}).`
}

const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'])
