/**
 * Fetches what strangers tell us to fetch: documents and keys of OAuth clients. https only, no
 * redirects, five seconds, and behind the guard of `adapters/egress`: never an address inside our
 * own network.
 */
import { Agent, fetch as undiciFetch, Headers as UndiciHeaders, type HeadersInit } from 'undici'
import { AddressRefused, createGuard, type GuardOptions } from '../egress/guard.ts'

/** The parts of `fetch` that are used. */
export type DocumentFetch = (
  url: string | URL,
  init?: { readonly headers?: unknown; readonly method?: string; readonly body?: unknown },
) => Promise<Response>

export interface DocumentFetchOptions extends GuardOptions {
  /** Certificate authority of tests' documents, which lie on this machine. */
  readonly ca?: string
}

const TIMEOUT_MS = 5_000

export function createDocumentFetch(options: DocumentFetchOptions = {}): DocumentFetch {
  const agent = new Agent({
    connect: createGuard(options).connector({
      timeout: TIMEOUT_MS,
      ...(options.ca && { ca: options.ca }),
    }),
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
