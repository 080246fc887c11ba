/**
 * What stands around the library: limits before it, the switch for registration, and of its
 * answers only what is so here.
 */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { isLoopback } from '../../domain/authorisation/redirect.ts'
import { OAUTH_SCOPES } from '../../domain/authorisation/oauth-scope.ts'
import { LONGEST_ADDRESS, type Beginning } from './beginning.ts'
import { renderError } from './error-page.ts'
import type { OAuthServices } from './ports.ts'
import { FORGOTTEN_COOKIES } from './provider.ts'
import { ROUTES } from './routes.ts'

type Exchange = Parameters<Parameters<Provider['use']>[0]>[0]

export function guard(provider: Provider, services: OAuthServices, beginning: Beginning): void {
  provider.use(async (ctx, next) => {
    // Browsers take secure cookies from localhost, too, and we set no others.
    ctx.cookies.secure = true
    ctx.set('x-content-type-options', 'nosniff')
    ctx.set('referrer-policy', 'no-referrer')
    const registering = ctx.path === ROUTES.registration
    const telling = ctx.path.startsWith('/.well-known/')
    const open =
      registering || telling
        ? (await services.store.read.oauthSettings.get()).dynamicRegistration
        : false
    if (registering && isAnswered(ctx, open, beginning)) return
    const begins = ctx.path === ROUTES.authorization
    const wrong = begins ? mistakeIn(ctx, beginning) : undefined
    if (wrong) return renderWrong(ctx, wrong)
    await next()
    if (begins) await keepFromSending(ctx, services)
    if (registering) asTooMany(ctx)
    if (ctx.path === ROUTES.token || ctx.path === ROUTES.revocation) await asUnread(ctx, services)
    if (telling) tellTruly(ctx, open)
    keepCookies(ctx)
  })
}

const NO_REGISTRATION =
  'Clients may not register themselves here. Use a client ID metadata document, or ask an admin to allow registration.'

/** A page may register as well as a program: what a browser asks before, and the switch. */
function isAnswered(ctx: Exchange, open: boolean, beginning: Beginning): boolean {
  ctx.set('access-control-allow-origin', '*')
  if (ctx.method === 'OPTIONS') {
    ctx.set('access-control-allow-methods', 'POST')
    ctx.set('access-control-allow-headers', ctx.get('access-control-request-headers'))
    ctx.status = 204
    return true
  }
  if (open) {
    if (beginning.mayRegister(ctx.req)) return false
    tooMany(ctx, 'too many clients registered from your network lately')
    return true
  }
  ctx.status = 403
  ctx.body = { error: 'access_denied', error_description: NO_REGISTRATION }
  return true
}

const HOUR_S = 3_600

function tooMany(ctx: Exchange, description: string): void {
  ctx.status = 429
  ctx.set('retry-after', String(HOUR_S))
  ctx.set('cache-control', 'no-store')
  ctx.body = { error: 'temporarily_unavailable', error_description: description }
}

/** The library answers 400 to whatever a registration fails by. */
function asTooMany(ctx: Exchange): void {
  const body = ctx.body as { error?: unknown; error_description?: unknown } | undefined
  if (body?.error === 'temporarily_unavailable') tooMany(ctx, String(body.error_description))
}

/** What the library says where it could not read the document that a client is known by. */
const UNREAD = 'client_id metadata document fetch failed'

/**
 * `invalid_client` is final: clients throw away all they have at it, and begin anew with a person. That
 * the document cannot be read just now, for its publisher's trouble or ours, says nothing of the grant
 * of a client that somebody let in.
 */
async function asUnread(ctx: Exchange, { store }: OAuthServices): Promise<void> {
  const body = ctx.body as { error?: unknown; error_description?: unknown } | undefined
  if (body?.error !== 'invalid_client' || body.error_description !== UNREAD) return
  const client = (ctx as KoaContextWithOIDC).oidc?.params?.['client_id']
  if (!(await store.read.authorisations.isKnownClient(String(client)))) return
  ctx.status = 503
  ctx.remove('www-authenticate')
  ctx.set('retry-after', '30')
  ctx.set('cache-control', 'no-store')
  ctx.body = {
    error: 'temporarily_unavailable',
    error_description: 'the document that this client is known by cannot be read at the moment',
  }
}

interface Wrong {
  readonly status: number
  readonly error: string
  readonly description: string
}

/** What may not even begin; `undefined` where it may. */
function mistakeIn(ctx: Exchange, beginning: Beginning): Wrong | undefined {
  if (!beginning.mayAsk(ctx.req))
    return {
      status: 429,
      error: 'temporarily_unavailable',
      description: 'too many clients began lately',
    }
  if (ctx.url.length > LONGEST_ADDRESS)
    return {
      status: 414,
      error: 'invalid_request',
      description: `the address may have ${LONGEST_ADDRESS} characters at most`,
    }
  const mode = ctx.query['response_mode']
  // The library would send its errors by the asked mode, one of them a page with a script.
  if (mode !== undefined && mode !== 'query')
    return { status: 400, error: 'invalid_request', description: 'response_mode has to be query' }
  return undefined
}

function renderWrong(ctx: Exchange, { status, error, description }: Wrong): void {
  ctx.status = status
  if (status === 429) ctx.set('retry-after', '60')
  ctx.set('cache-control', 'no-store')
  renderError(ctx as KoaContextWithOIDC, { error, error_description: description })
}

/**
 * An error is sent back to the client by way of the browser. Nobody has been asked yet, and anybody
 * can publish a document: to an unknown site our address would be a way to send people anywhere
 * (RFC 9700 §4.11.2), so they are told here. On the person's own device there is nobody to fear.
 */
async function keepFromSending(ctx: Exchange, { store }: OAuthServices): Promise<void> {
  const target = ctx.response.headers['location'] ?? '/'
  if (target.startsWith('/') || isLoopback(target.split(/[?#]/, 1)[0] ?? '')) return
  if (await store.read.authorisations.isKnownClient(String(ctx.query['client_id']))) return
  const said = new URL(target)
  const parameters = new URLSearchParams(said.search || said.hash.slice(1))
  ctx.remove('location')
  renderWrong(ctx, {
    status: 400,
    error: parameters.get('error') ?? 'invalid_request',
    description: parameters.get('error_description') ?? '',
  })
}

/** Of what the library writes about itself, what is so only here. */
function tellTruly(ctx: Exchange, registration: boolean): void {
  const body = ctx.body as Record<string, unknown> | undefined
  if (typeof body !== 'object') return
  for (const name of OF_OPENID_ONLY) delete body[name]
  if (!registration) delete body['registration_endpoint']
  body['response_modes_supported'] = ['query']
  // The library adds its own first scope, which opens nothing here.
  body['scopes_supported'] = [...OAUTH_SCOPES, 'offline_access']
}

/** We sign nobody in to third parties; these would say so. */
const OF_OPENID_ONLY = [
  'claims_parameter_supported',
  'claims_supported',
  'claim_types_supported',
  'request_uri_parameter_supported',
]

/** Of the library's cookies only the one stays that brings the browser back to its own page. */
function keepCookies(ctx: Exchange): void {
  const set = ctx.response.headers['set-cookie'] as string[] | undefined
  if (!set) return
  const forgotten = Object.values(FORGOTTEN_COOKIES).map((name) => `${name}=`)
  const kept = set.filter((one) => !forgotten.some((start) => one.startsWith(start)))
  ctx.remove('set-cookie')
  if (kept.length > 0) ctx.set('set-cookie', kept)
}
