/**
 * The OAuth door: `/oauth/…` and the documents below `/.well-known/` that tell clients of it. It
 * fixes what the library would otherwise believe of a request: its own address.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROTECTED_RESOURCE } from '../../domain/authorisation/challenge.ts'
import { OAUTH_SCOPES } from '../../domain/authorisation/oauth-scope.ts'
import type { OAuthParts, OAuthServices } from './ports.ts'
import { createBeginning } from './beginning.ts'
import { guard } from './guard.ts'
import { createProvider } from './provider.ts'
import { resourceMetadata } from './resource-metadata.ts'
import { ROUTES } from './routes.ts'

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
  let opened: ((request: IncomingMessage, response: ServerResponse) => unknown) | null = null

  // With the first request: until we listen, our own address may not be known.
  const open = (): NonNullable<typeof opened> => {
    const provider = createProvider(services, parts, beginning)
    guard(provider, services, beginning)
    return provider.callback()
  }

  return (request, response) => {
    const { publicUrl } = services.signIn.site
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (path.startsWith(PROTECTED_RESOURCE)) {
      return sendDocument(request, response, resourceMetadata(publicUrl, path))
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
