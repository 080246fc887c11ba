/**
 * The authorization server, as `oidc-provider` set up for what MCP and our REST door need: the code
 * flow with PKCE S256, rotated refresh tokens, client credentials for service accounts, one
 * resource per token. What is not listed here is off.
 */
import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { errors, interactionPolicy, Provider, type KoaContextWithOIDC } from 'oidc-provider'
import {
  ACCESS_TOKEN_SECONDS,
  audienceOf,
  CONSENT_MINUTES,
  REFRESH_IDLE_DAYS,
  RESOURCES,
  SCIM_TOKEN_SECONDS,
} from '../../domain/authorisation/authorisation.ts'
import { OAUTH_SCOPES, scopeTextAsked } from '../../domain/authorisation/oauth-scope.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { newId } from '../../application/context.ts'
import type { Beginning } from './beginning.ts'
import { narrow } from './client-metadata.ts'
import { teachClients, type UsedKeys } from './clients.ts'
import { beginConsent } from './consent.ts'
import { renderError } from './error-page.ts'
import type { OAuthParts, OAuthServices } from './ports.ts'
import { ROUTES, SCIM_TOKEN } from './routes.ts'
import { storageFor } from './storage.ts'

export const ALGORITHM = 'ES256'

/** What a document or a key set of a client may have. */
const DOCUMENT_BYTES = 64 * 1024

const SHORT_COOKIE = { httpOnly: true, sameSite: 'lax', secure: true, overwrite: true } as const

/** Only lives within a request; see storage.ts. */
export const FORGOTTEN_COOKIES = { session: 'hubward-oauth', interaction: 'hubward-oauth-page' }

export function createProvider(
  services: OAuthServices,
  parts: OAuthParts,
  beginning: Beginning,
  signingKey: Redacted<object>,
  /** Requests to the token endpoint of identity providers. */
  forScim: WeakSet<IncomingMessage>,
): Provider {
  const { publicUrl } = services.signIn.site
  const used: UsedKeys = new WeakMap()
  const scim = audienceOf(publicUrl, 'scim')
  const resources = new Set(RESOURCES.map((one) => audienceOf(publicUrl, one)))

  const provider = new Provider(publicUrl, {
    adapter: storageFor(services, parts),
    jwks: { keys: [signingKey.reveal()] },
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    routes: ROUTES,
    scopes: [...OAUTH_SCOPES, 'offline_access'],
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    pkce: { required: () => true },
    // A client that leaves these out means what nearly every AI client is.
    clientDefaults: {
      application_type: 'native',
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: ALGORITHM,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    extraClientMetadata: {
      properties: ['software_id'],
      validator: (_, __, ___, metadata) => narrow(metadata),
    },
    cookies: {
      names: { ...FORGOTTEN_COOKIES, resume: '__Secure-hubward-resume' },
      // Never leaves: see door.ts.
      long: { httpOnly: true, sameSite: 'lax' },
      short: SHORT_COOKIE,
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      ClientCredentials: (_, token) => token.resourceServer?.accessTokenTTL ?? ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      Interaction: CONSENT_MINUTES * 60,
      RefreshToken: REFRESH_IDLE_DAYS * 24 * 60 * 60,
      Session: CONSENT_MINUTES * 60,
      Grant: 60,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_, client, token) => token.clientId === client.clientId,
      },
      // The switch is asked with every request, by the door.
      registration: {
        enabled: true,
        idFactory: () => newId(services.world, 'registered_client'),
        issueRegistrationAccessToken: false,
      },
      clientIdMetadataDocument: {
        enabled: true,
        ack: 'draft-02',
        // Seconds, whatever its host says: a redirect address that was withdrawn is not served for a day.
        cacheDuration: { min: 30, max: 600 },
        allowFetch: (ctx, id) => beginning.mayFetch(ctx.req, id),
      },
      resourceIndicators: {
        enabled: true,
        // Clients older than 2025-06-18 name none; what they speak is MCP.
        defaultResource: async (ctx, __, oneOf) =>
          oneOf ?? (forScim.has(ctx.req) ? scim : audienceOf(publicUrl, 'mcp')),
        useGrantedResource: async () => true,
        getResourceServerInfo: async (ctx, indicator) => {
          const asked = ctx.oidc.params?.['resource']
          const program = ctx.oidc.params?.['grant_type'] === 'client_credentials'
          if (indicator === scim ? !program : forScim.has(ctx.req))
            throw new errors.InvalidTarget(
              `${scim} is for service accounts, by client_credentials, and nothing else is to be had at ${SCIM_TOKEN}`,
            )
          if (!resources.has(indicator) || (Array.isArray(asked) && asked.length > 1))
            throw new errors.InvalidTarget(
              `ask for one resource, and one of: ${[...resources].join(', ')}`,
            )
          if (program) settleScope(ctx, indicator === scim)
          return {
            scope: OAUTH_SCOPES.join(' '),
            audience: indicator,
            accessTokenTTL: indicator === scim ? SCIM_TOKEN_SECONDS : ACCESS_TOKEN_SECONDS,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: ALGORITHM } },
          }
        },
      },
    },
    fetch: async (asked, init) => {
      const url = asked instanceof Request ? asked.url : String(asked)
      // Documents were asked for above; the only other thing that is fetched is a key set.
      const client = Provider.ctx?.oidc.client
      if (client && !(await beginning.mayFetchKeys(client.clientId)))
        throw new Error('keys are fetched of clients only that somebody let in')
      return parts.fetch(url, init)
    },
    fetchResponseBodyLimits: {
      'client_id metadata document': DOCUMENT_BYTES,
      jwks_uri: DOCUMENT_BYTES,
      sector_identifier_uri: DOCUMENT_BYTES,
    },
    // Pages may ask, too: what proves a client is in the request, never in a cookie.
    clientBasedCORS: () => true,
    interactions: { policy: alwaysAsk(), url: (ctx, page) => beginConsent(services, ctx, page) },
    loadExistingGrant: async (ctx) => {
      const id = ctx.oidc.result?.consent?.grantId
      return id ? ctx.oidc.provider.Grant.find(id) : undefined
    },
    findAccount: async (_, id) => {
      const principal = (await services.pictures.current()).principal(id)
      if (principal?.state !== 'active') return undefined
      return { accountId: id, claims: async () => ({ sub: id }) }
    },
    expiresWithSession: async () => false,
    // Whoever may be let in may stay in: nobody wants to be asked every ten minutes.
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    // Says what the token hangs on, which is asked again with every call.
    extraTokenClaims: async (ctx, token) => {
      if (token.kind === 'ClientCredentials') return { key: used.get(ctx) }
      const id = token.grantId ?? ''
      await services.store.read.authorisations.touch(id, services.world.now())
      return { authorisation: id }
    },
    renderError,
  })
  provider.proxy = true
  teachClients(provider, services, used)
  const failed = (path: string, err: unknown): void =>
    services.log.error({ err, path }, 'OAuth door: a request failed')
  provider.on('server_error', (ctx: KoaContextWithOIDC, err) => failed(ctx.path, err))
  // Without a listener the framework below would print to the console.
  const framework: EventEmitter = provider
  framework.on('error', (err: unknown, ctx?: KoaContextWithOIDC) => failed(ctx?.path ?? '', err))
  return provider
}

/**
 * What a program gets stands in its answer, too, where it named no scope (RFC 6749 §5.1). Identity
 * providers that come to SCIM name scopes of their own making, and there is one thing to do there.
 */
function settleScope({ oidc: { params } }: KoaContextWithOIDC, lenient: boolean): void {
  const asked = params?.['scope']
  const text = typeof asked === 'string' ? asked : undefined
  const scope = scopeTextAsked(text) ?? (lenient ? OAUTH_SCOPES.join(' ') : undefined)
  if (scope === undefined)
    throw new errors.InvalidScope(`ask for one or both of: ${OAUTH_SCOPES.join(' ')}`, text ?? '')
  if (params) params['scope'] = scope
}

/** The person is asked every time; nothing is remembered that could answer for them. */
function alwaysAsk(): interactionPolicy.DefaultPolicy {
  const { base, Check, Prompt } = interactionPolicy
  const policy = base()
  policy.clear()
  const asked = new Check('not_asked', 'the person has to be asked', (ctx) =>
    ctx.oidc.result?.consent ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  )
  policy.add(new Prompt({ name: 'login', requestable: true }))
  policy.add(new Prompt({ name: 'consent', requestable: true }, asked))
  return policy
}
