/**
 * The OAuth door: `/oauth/…` and the documents below `/.well-known/` that tell clients of it. It
 * fixes what the library would otherwise believe of a request: its own address.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROTECTED_RESOURCE } from '../../domain/authorisation/challenge.ts'
import { OAUTH_SCOPES } from '../../domain/authorisation/oauth-scope.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { OAuthParts, OAuthServices } from './ports.ts'
import { createBeginning } from './beginning.ts'
import { guard } from './guard.ts'
import { createProvider } from './provider.ts'
import { resourceMetadata } from './resource-metadata.ts'
import { ROUTES, SCIM_TOKEN } from './routes.ts'

/** For the server: everything below these is this door's. */
export const OAUTH_PREFIXES = [
  '/oauth/',
  PROTECTED_RESOURCE,
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
] as const

export type OAuthDoor = (request: IncomingMessage, response: ServerResponse) => void

export function createOAuthDoor(services: OAuthServices, parts: OAuthParts): OAuthDoor {
  const beginning = createBeginning(services, parts)
  const forScim = new WeakSet<IncomingMessage>()
  const latest = withLatestKey(services, parts, (key) => {
    const provider = createProvider(services, parts, beginning, key, forScim)
    guard(provider, services, beginning)
    return provider.callback()
  })

  return (request, response) => {
    const { publicUrl } = services.signIn.site
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (path.startsWith(PROTECTED_RESOURCE))
      return sendDocument(request, response, resourceMetadata(publicUrl, path))
    const own = new URL(publicUrl)
    // The library makes its addresses of these; no stranger's header may be among them.
    request.headers['host'] = own.host
    request.headers['x-forwarded-host'] = own.host
    request.headers['x-forwarded-proto'] = own.protocol.slice(0, -1)
    if (path === SCIM_TOKEN) {
      forScim.add(request)
      request.url = ROUTES.token
    } else request.url = withScope(request)
    latest().then(
      (listener) => void listener(request, response),
      (err: unknown) => {
        services.log.error({ err }, 'OAuth door: the signing key cannot be read')
        response.writeHead(503, { 'retry-after': '5', 'cache-control': 'no-store' }).end()
      },
    )
  }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

/** How often it is looked which key signs. */
const LOOK_FOR_KEY_MS = 10 * 60_000

/**
 * The library takes its key when it is made, so with a new key it is made anew. The first with the
 * first request: until we listen, our own address may not be known.
 */
function withLatestKey(
  { world, log }: OAuthServices,
  { signingKey }: OAuthParts,
  open: (key: Redacted<object>) => Listener,
): () => Promise<Listener> {
  let opened: { readonly kid: string; readonly listener: Listener } | null = null
  let looking: Promise<Listener> | null = null
  let lookedAt = -Infinity

  const look = async (): Promise<Listener> => {
    lookedAt = world.monotonicMs()
    try {
      const { kid, jwk } = await signingKey()
      if (opened?.kid !== kid) opened = { kid, listener: open(jwk) }
      return opened.listener
    } catch (err) {
      // A key that signed until now is good until the database answers again.
      if (!opened) throw err
      log.warn({ err }, 'OAuth door: it could not be looked which key signs')
      return opened.listener
    } finally {
      looking = null
    }
  }
  return async () => {
    if (opened && world.monotonicMs() - lookedAt < LOOK_FOR_KEY_MS) return opened.listener
    return (looking ??= look())
  }
}

/** A client that names no scope is offered everything; the person decides (MCP, "Scope selection"). */
function withScope({ method, url = '' }: IncomingMessage): string {
  if (method !== 'GET' || !url.startsWith(`${ROUTES.authorization}?`)) return url
  if (/[?&]scope=[^&]/.test(url)) return url
  const without = url.replaceAll(/([?&])scope=(?=&|$)/g, '$1')
  return `${without}&scope=${encodeURIComponent(OAUTH_SCOPES.join(' '))}`
}

/** Also to pages of any origin: there is nothing in it that not everybody may know. */
function sendDocument(
  request: IncomingMessage,
  response: ServerResponse,
  found: object | undefined,
): void {
  response.setHeader('access-control-allow-origin', '*')
  const { method = '' } = request
  if (method === 'OPTIONS') {
    // The official client sends the protocol's version along, which makes browsers ask first.
    const headers = request.headers['access-control-request-headers']
    response.writeHead(204, {
      'access-control-allow-methods': 'GET',
      ...(headers !== undefined && { 'access-control-allow-headers': headers }),
      'access-control-max-age': '3600',
    })
    return void response.end()
  }
  if (method !== 'GET' && method !== 'HEAD')
    return void response.writeHead(405, { allow: 'GET, HEAD, OPTIONS' }).end()
  const body = JSON.stringify(found ?? { error: 'not_found' })
  response
    .writeHead(found ? 200 : 404, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'cache-control': found ? 'public, max-age=300' : 'no-store',
    })
    .end(body)
}
