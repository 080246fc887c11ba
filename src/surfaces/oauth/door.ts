/**
 * The OAuth door: `/oauth/…` and the documents below `/.well-known/` that tell clients of it. It
 * fixes what the library would otherwise believe of a request (its own address), and holds the
 * switch for registration.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import { PROTECTED_RESOURCE } from '../../domain/authorisation/challenge.ts'
import { OAUTH_SCOPES } from '../../domain/authorisation/oauth-scope.ts'
import type { OAuthParts, OAuthServices } from './ports.ts'
import { createProvider, FORGOTTEN_COOKIES, ROUTES } from './provider.ts'
import { resourceMetadata } from './resource-metadata.ts'

/** For the server: everything below these is this door's. */
export const OAUTH_PREFIXES = [
  '/oauth/',
  PROTECTED_RESOURCE,
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
] as const

export type OAuthDoor = (request: IncomingMessage, response: ServerResponse) => void

export function createOAuthDoor(services: OAuthServices, parts: OAuthParts): OAuthDoor {
  let opened: ((request: IncomingMessage, response: ServerResponse) => unknown) | null = null

  // With the first request: until we listen, our own address may not be known.
  const open = (): NonNullable<typeof opened> => {
    const provider = createProvider(services, parts)
    guard(provider, services)
    return provider.callback()
  }

  return (request, response) => {
    const { publicUrl } = services.signIn.site
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (path.startsWith(PROTECTED_RESOURCE)) {
      const found = resourceMetadata(publicUrl, path)
      return sendDocument(response, found)
    }
    const own = new URL(publicUrl)
    // The library makes its addresses of these; no stranger's header may be among them.
    request.headers['host'] = own.host
    request.headers['x-forwarded-host'] = own.host
    request.headers['x-forwarded-proto'] = own.protocol.slice(0, -1)
    request.url = withScope(request)
    opened ??= open()
    void opened(request, response)
  }
}

/** A client that names no scope is offered everything; the person decides (MCP, "Scope selection"). */
function withScope({ method, url = '' }: IncomingMessage): string {
  if (method !== 'GET' || !url.startsWith(`${ROUTES.authorization}?`)) return url
  if (/[?&]scope=[^&]/.test(url)) return url
  const without = url.replaceAll(/([?&])scope=(?=&|$)/g, '$1')
  return `${without}&scope=${encodeURIComponent(OAUTH_SCOPES.join(' '))}`
}

function guard(provider: Provider, services: OAuthServices): void {
  provider.use(async (ctx, next) => {
    // Browsers take secure cookies from localhost, too, and we set no others.
    ctx.cookies.secure = true
    const registering = ctx.path === ROUTES.registration
    const telling = ctx.path.startsWith('/.well-known/')
    const open =
      registering || telling
        ? (await services.store.read.oauthSettings.get()).dynamicRegistration
        : false
    if (registering && !open) {
      ctx.status = 403
      ctx.body = { error: 'access_denied', error_description: NO_REGISTRATION }
      return
    }
    await next()
    if (telling) tellTruly(ctx, open)
    keepCookies(ctx)
    ctx.set('x-content-type-options', 'nosniff')
    ctx.set('referrer-policy', 'no-referrer')
  })
}

const NO_REGISTRATION =
  'Clients may not register themselves here. Use a client ID metadata document, or ask an admin to allow registration.'

/** What is used of the library's own context. */
interface Exchange {
  body: unknown
  readonly response: { readonly headers: Readonly<Record<string, unknown>> }
  set(name: string, value: string | string[]): void
  remove(name: string): void
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

function sendDocument(response: ServerResponse, found: object | undefined): void {
  const body = JSON.stringify(found ?? { error: 'not_found' })
  response
    .writeHead(found ? 200 : 404, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'access-control-allow-origin': '*',
      'cache-control': found ? 'public, max-age=300' : 'no-store',
    })
    .end(body)
}
