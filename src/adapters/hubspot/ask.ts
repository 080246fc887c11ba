/**
 * One bounded question to HubSpot about a credential: no redirects, JSON only, a cap on size and on
 * time, and never a second attempt by itself. The forwarder of calls is another, streaming path.
 */
import { Agent, request, type Dispatcher } from 'undici'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { err, ok, type Result } from '../../domain/result.ts'

export interface Question {
  readonly origin: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Ends it before its own time-out; once it is over nothing is sent. */
  readonly within?: AbortSignal | undefined
}

export interface Answer {
  readonly status: number
  /** `undefined` where the body is no JSON. */
  readonly json: unknown
  readonly retryAfterSeconds: number | null
  /** Of a header that was sent twice, the first. Names in lower case. */
  header(name: string): string | undefined
}

/** Asks; the answer may have any status. */
export type Ask = (question: Question) => Promise<Result<Answer, HubSpotFailure>>

export interface AskOptions {
  /** For the whole exchange, in milliseconds; 10 s, as a lock may be held meanwhile. */
  readonly timeoutMs?: number
  /** For the connection alone, TLS included; as long as the whole unless told. */
  readonly connectTimeoutMs?: number
  readonly dispatcher?: Dispatcher
}

/** Schemas of a portal with many custom objects are the largest answer; a few hundred KB. */
const MOST_BYTES = 4 * 1024 * 1024

export function createAsk(options: AskOptions = {}): Ask {
  const timeout = options.timeoutMs ?? 10_000
  const dispatcher =
    options.dispatcher ??
    new Agent({
      connect: { timeout: options.connectTimeoutMs ?? timeout },
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connections: 4,
    })
  return async (question) => {
    const host = new URL(question.origin).host
    try {
      const answer = await request(question.origin + question.path, {
        dispatcher,
        method: question.method,
        headers: { accept: 'application/json', 'accept-encoding': 'identity', ...question.headers },
        body: question.body ?? null,
        signal: AbortSignal.any([
          AbortSignal.timeout(timeout),
          ...(question.within ? [question.within] : []),
        ]),
      })
      const text = await readCapped(answer.body)
      return ok({
        status: answer.statusCode,
        json: text === undefined ? undefined : parse(text),
        retryAfterSeconds: seconds(answer.headers['retry-after']),
        header: (name) => first(answer.headers[name]),
      })
    } catch (error) {
      // However it was ended from outside, its time was over.
      if (question.within?.aborted) return err({ reason: 'timed_out', host })
      return err(failureOf(error, host, (options.connectTimeoutMs ?? timeout) < timeout))
    }
  }
}

async function readCapped(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the stream, so the rest is not read.
    if (size > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const first = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header

function seconds(header: string | string[] | undefined): number | null {
  const value = Number(first(header))
  return header !== undefined && Number.isFinite(value) && value >= 0 ? value : null
}

/** By the `code` of the innermost cause; what is not here is a connection that failed. */
const REASONS: Readonly<Record<string, (host: string) => HubSpotFailure>> = {
  ENOTFOUND: (host) => ({ reason: 'name_not_found', host }),
  EAI_AGAIN: (host) => ({ reason: 'name_not_found', host }),
  ETIMEDOUT: (host) => ({ reason: 'timed_out', host, connected: false }),
  UND_ERR_CONNECT_TIMEOUT: (host) => ({ reason: 'timed_out', host, connected: false }),
  UND_ERR_HEADERS_TIMEOUT: (host) => ({ reason: 'timed_out', host, connected: true }),
  UND_ERR_BODY_TIMEOUT: (host) => ({ reason: 'timed_out', host, connected: true }),
}

/** OpenSSL's and Node's codes for a certificate or a handshake that was refused. */
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO)/

/** @param connectsSooner connecting has a shorter limit of its own, so the whole ran out after it */
function failureOf(error: unknown, host: string, connectsSooner: boolean): HubSpotFailure {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return { reason: 'timed_out', host, ...(connectsSooner && { connected: true }) }
  const code = codeOf(error)
  if (TLS_CODE.test(code)) return { reason: 'tls_failed', host }
  return REASONS[code]?.(host) ?? { reason: 'unreachable', host }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.cause instanceof Error) return codeOf(error.cause)
  return 'code' in error ? String(error.code) : ''
}
