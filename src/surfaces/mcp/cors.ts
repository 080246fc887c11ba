/**
 * Lets a page of a permitted origin read this door's answers (Fetch, "CORS protocol"); which origins
 * are permitted was decided before (origin.ts). No cookie opens this door, so none is asked for.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** What a client reads: where to sign in, when to try again. */
const READABLE = 'www-authenticate, retry-after'

/** @returns whether this was the browser's own question before the call, and is answered now */
export function letPageRead(
  request: IncomingMessage,
  out: ServerResponse,
  origin: string,
): boolean {
  out.setHeader('access-control-allow-origin', origin)
  out.setHeader('access-control-expose-headers', READABLE)
  out.setHeader('vary', 'origin')
  const { method, headers } = request
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false
  const wanted = headers['access-control-request-headers']
  out.writeHead(204, {
    'access-control-allow-methods': 'POST',
    ...(wanted !== undefined && { 'access-control-allow-headers': wanted }),
    'access-control-max-age': '3600',
  })
  out.end()
  return true
}
