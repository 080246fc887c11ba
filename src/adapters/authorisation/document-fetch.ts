/**
 * Fetches what strangers tell us to fetch: documents and keys of OAuth clients. https only, no
 * redirects, five seconds, and never an address inside our own network: names are checked as they
 * resolve, literal addresses before, and the address that was really reached once more after, since
 * a name may resolve to something else a moment later.
 */
import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import {
  Agent,
  buildConnector,
  fetch as undiciFetch,
  Headers as UndiciHeaders,
  type HeadersInit,
} from 'undici'
import { isPublicAddress } from './public-address.ts'

/** The parts of `fetch` that are used. */
export type DocumentFetch = (
  url: string | URL,
  init?: { readonly headers?: unknown; readonly method?: string; readonly body?: unknown },
) => Promise<Response>

export interface DocumentFetchOptions {
  /** Other addresses than public ones: for tests, whose documents lie on this machine. */
  readonly permits?: (address: string) => boolean
  /** Certificate authority of those. */
  readonly ca?: string
}

const TIMEOUT_MS = 5_000

export class AddressRefused extends Error {
  constructor(host: string) {
    super(`${host} is no address on the internet`)
    this.name = 'AddressRefused'
  }
}

export function createDocumentFetch(options: DocumentFetchOptions = {}): DocumentFetch {
  const permits = options.permits ?? isPublicAddress

  const guardedLookup: LookupFunction = (host, { family, hints }, done) => {
    lookup(
      host,
      { all: true, ...(family && { family }), ...(hints && { hints }) },
      (error, found) => {
        if (error) return done(error, '')
        // One that is not public among them is no accident: take none.
        if (found.length === 0 || !found.every(({ address }) => permits(address)))
          return done(new AddressRefused(host), '')
        done(null, found)
      },
    )
  }

  const connector = buildConnector({
    timeout: TIMEOUT_MS,
    lookup: guardedLookup,
    ...(options.ca && { ca: options.ca }),
  })
  const agent = new Agent({
    connect: (target, done) => {
      const host = target.hostname.replace(/^\[|\]$/g, '')
      // Node looks up no literal address, so the lookup above would not see it.
      if (isIP(host) !== 0 && !permits(host)) return done(new AddressRefused(host), null)
      connector(target, (error, socket) => {
        if (error) return done(error, null)
        if (permits(socket.remoteAddress ?? '')) return done(null, socket)
        socket.destroy()
        done(new AddressRefused(host), null)
      })
    },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    keepAliveTimeout: 1,
    maxResponseSize: 1024 * 1024,
  })

  return async (url, { headers, method = 'GET' } = {}) => {
    const address = new URL(url)
    if (address.protocol !== 'https:' || method !== 'GET') throw new AddressRefused(address.origin)
    const answer = await undiciFetch(address, {
      method,
      headers: Object.fromEntries(new UndiciHeaders(headers as HeadersInit | undefined)),
      redirect: 'manual',
      dispatcher: agent,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return answer
  }
}
