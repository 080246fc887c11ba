/** Joins an endpoint of the contract to the verb behind it. A route parses nothing and decides nothing. */
import type { z } from 'zod'
import type { Context } from '../../application/context.ts'
import type { Visit } from '../../application/sign-in/visit.ts'
import type { Endpoint } from './contract/endpoint.ts'
import type { CookieJar } from './cookies.ts'

/** What a handler is given: everything parsed, the caller identified and allowed. */
export interface AdminRequest<E extends Endpoint> {
  readonly ctx: Context
  /** The browser that asks, where one does. */
  readonly visit: Visit
  /** What the answer does to its cookies. */
  readonly cookies: CookieJar
  readonly params: z.output<E['params']>
  readonly query: z.output<E['query']>
  readonly body: z.output<E['body']>
  /** A cookie that came with the request. */
  cookie(name: string): string | undefined
  /** Ends the connection; for streams whose reader has gone without a word. */
  cut(): void
  /** Aborted when whoever asked has gone away. */
  readonly gone: AbortSignal
}

/** A route with its types put away; how to answer is in `respond.ts`. */
export interface AdminRoute {
  readonly endpoint: Endpoint
  readonly handle: (request: AdminRequest<Endpoint>) => Promise<unknown>
}

/** What the handler returns is cut to the contract's answer: a field it does not name cannot leave. */
export const route = <E extends Endpoint>(
  endpoint: E,
  handle: (request: AdminRequest<E>) => Promise<z.input<E['answer']>>,
): AdminRoute => erase(endpoint, handle)

/** For endpoints of another media type: the bytes as they come. */
export const streamingRoute = <E extends Endpoint>(
  endpoint: E,
  handle: (request: AdminRequest<E>) => Promise<AsyncIterable<Uint8Array>>,
): AdminRoute => erase(endpoint, handle)

/** Sound because `respond.ts` parses by the very endpoint that the handler was written for. */
const erase = <E extends Endpoint>(
  endpoint: E,
  handle: (request: AdminRequest<E>) => Promise<unknown>,
): AdminRoute => ({ endpoint, handle: (request) => handle(request) })
