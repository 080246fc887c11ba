/** One request of the admin API from key to answer: identify, allow, parse, do, cut to the contract. */
import type { Services } from '../../application/context.ts'
import { admit } from './admit.ts'
import type { Endpoint } from './contract/endpoint.ts'
import { cookieJar, visitOf } from './cookies.ts'
import { cookieOf } from './cookie.ts'
import { problemOf } from './problem.ts'
import { readRequest } from './read-request.ts'
import type { AdminRoute } from './route.ts'

export interface Asked {
  readonly request: Request
  /** From the path. */
  readonly params: Record<string, string>
  /** Where it comes from. */
  readonly address: string
  /** Ends the connection, so that an answer that broke off cannot be taken for whole. */
  cut(): void
}

export async function respond(
  services: Services,
  route: AdminRoute,
  { request, params, address, cut }: Asked,
): Promise<Response> {
  try {
    const visit = visitOf(services, request, address)
    const ctx = await admit(services, route.endpoint, request, visit)
    const parsed = await readRequest(route.endpoint, request, params)
    const cookies = cookieJar()
    const outcome = await route.handle({
      ctx,
      visit,
      cookies,
      params: parsed.params as Record<string, unknown>,
      query: parsed.query as Record<string, unknown>,
      body: parsed.body,
      cookie: (name) => cookieOf(request, name),
      cut,
      gone: request.signal,
    })
    const broke = (thrown: unknown): void => {
      services.log.error({ path: route.endpoint.path, err: thrown }, 'A streamed answer broke off')
      cut()
    }
    const response = answer(route.endpoint, outcome, broke)
    for (const line of cookies.lines()) response.headers.append('set-cookie', line)
    return response
  } catch (thrown) {
    return refuse(services, request, thrown)
  }
}

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

function answer(endpoint: Endpoint, outcome: unknown, broke: (thrown: unknown) => void): Response {
  if (endpoint.media)
    return new Response(ReadableStream.from(guarded(outcome as AsyncIterable<Uint8Array>, broke)), {
      status: endpoint.status,
      headers: { ...HEADERS, 'content-type': contentType(endpoint.media) },
    })
  if (endpoint.status === 204) return new Response(null, { status: 204, headers: HEADERS })
  return Response.json(endpoint.answer.parse(outcome), {
    status: endpoint.status,
    headers: HEADERS,
  })
}

const contentType = (media: NonNullable<Endpoint['media']>): string =>
  media === 'application/pdf' || media === 'application/zip' ? media : `${media}; charset=utf-8`

/**
 * Status and head are gone when a stream fails, so there is no one left to tell but the log. The
 * error goes no further: the HTTP library would print it into the answer.
 */
async function* guarded(
  chunks: AsyncIterable<Uint8Array>,
  broke: (thrown: unknown) => void,
): AsyncIterable<Uint8Array> {
  try {
    yield* chunks
  } catch (thrown) {
    broke(thrown)
  }
}

/** The answer to what was thrown. What nobody foresaw is logged whole and told in one sentence. */
export function refuse(services: Services, request: Request, thrown: unknown): Response {
  const correlationId = Buffer.from(services.world.randomBytes(12)).toString('hex')
  const { status, body, retryAfter } = problemOf(thrown, correlationId)
  const facts = { correlationId, method: request.method, path: new URL(request.url).pathname }
  if (status >= 500)
    services.log.error({ ...facts, err: thrown }, `The admin API answered ${body.error.code}`)
  else services.log.debug({ ...facts, code: body.error.code }, 'The admin API refused a request')
  return Response.json(body, {
    status,
    headers: {
      ...HEADERS,
      'x-correlation-id': correlationId,
      ...(status === 401 && { 'www-authenticate': 'Bearer realm="hubward"' }),
      ...(retryAfter && { 'retry-after': retryAfter }),
    },
  })
}
