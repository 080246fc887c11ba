/**
 * Speaks the admin contract over HTTP. It follows no redirect, since a redirect would take the key
 * along, and turns every refusal into words.
 */
import type { z } from 'zod'
import { LOCK_WAIT_MS, LONGEST_HELD_MS } from '../../application/connection/credential-lock.ts'
import type { Endpoint } from '../admin/contract/endpoint.ts'
import { problem } from '../admin/contract/forms.ts'
import type { Address } from './address.ts'
import { CliFailure, EXIT } from './failure.ts'

export interface Sent<E extends Endpoint> {
  readonly params?: z.input<E['params']>
  readonly query?: z.input<E['query']>
  readonly body?: z.input<E['body']>
}

export interface Client {
  /** @throws CliFailure */
  call<E extends Endpoint>(endpoint: E, sent?: Sent<E>): Promise<z.output<E['answer']>>
  /** The bytes of an answer as they come. @throws CliFailure */
  stream<E extends Endpoint>(endpoint: E, sent?: Sent<E>): Promise<AsyncIterable<Uint8Array>>
}

/**
 * Longer than anything takes that asks HubSpot within one request: the longest waits for its allowance,
 * for its turn and for HubSpot about a way back.
 */
const PATIENCE_MS = 10_000 + LOCK_WAIT_MS + LONGEST_HELD_MS

export function createClient(address: Address, fetch = globalThis.fetch): Client {
  const send = (endpoint: Endpoint, sent: Sent<Endpoint>, signal?: AbortSignal) =>
    request(address, fetch, endpoint, sent, signal)
  return {
    async call<E extends Endpoint>(endpoint: E, sent: Sent<E> = {}) {
      const response = await send(endpoint, sent, AbortSignal.timeout(PATIENCE_MS))
      const answer: unknown = response.status === 204 ? undefined : await response.json()
      const parsed = endpoint.answer.safeParse(answer)
      if (parsed.success) return parsed.data as z.output<E['answer']>
      throw new CliFailure(
        EXIT.failed,
        'Hubward answered in a form that this command does not know. Are both of the same release?',
        { cause: parsed.error },
      )
    },
    async stream(endpoint, sent = {}) {
      const { body } = await send(endpoint, sent)
      const bytes: AsyncIterable<Uint8Array> | null = body
      return bytes ?? EMPTY
    },
  }
}

const EMPTY: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // An answer without a body is an empty one.
  },
}

async function request(
  { url, key }: Address,
  fetch: typeof globalThis.fetch,
  endpoint: Endpoint,
  { params = {}, query = {}, body }: Sent<Endpoint>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const target = new URL(url.href.replace(/\/+$/, '') + fill(endpoint.path, params))
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) target.searchParams.set(name, textOf(value))
  let response: Response
  try {
    response = await fetch(target, {
      method: endpoint.method,
      redirect: 'error',
      headers: {
        authorization: `Bearer ${key.reveal()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (cause) {
    throw unreachable(url, cause)
  }
  if (!response.ok) throw await refused(url, response)
  return response
}

const fill = (path: string, params: Readonly<Record<string, unknown>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(textOf(params[name])))

/** `.` and `..` are steps in a path, even percent-encoded (URL Standard §4.1): another thing is hit. */
function segment(text: string): string {
  if (/^\.{0,2}$/.test(text)) throw new CliFailure(EXIT.usage, `"${text}" is no name of anything.`)
  return encodeURIComponent(text)
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

async function refused(url: URL, response: Response): Promise<CliFailure> {
  const answer: unknown = await response.json().catch(() => undefined)
  const parsed = problem.safeParse(answer)
  if (!parsed.success)
    return new CliFailure(
      EXIT.failed,
      `What answers at ${url.origin} is not Hubward (HTTP ${response.status}). Check --url or HUBWARD_URL.`,
    )
  const { code, message, fields, docs, correlationId } = parsed.data.error
  // Said once, and of three secrets, say, of which it is said.
  const told = fields.every((field) => message.includes(field.message))
  const [only, ...others] = fields
  const unnamed = others.length === 0 && only?.path && !message.includes(`${only.path}: `)
  const places = told
    ? []
    : fields.map((field) => (field.path ? `${field.path}: ` : '') + field.message)
  return new CliFailure(EXIT.failed, told && unnamed ? `${only.path}: ${message}` : message, {
    details: [...new Set(places), `(${code}, see ${docs}; correlation id ${correlationId})`],
    answer: parsed.data,
  })
}

function unreachable(url: URL, cause: unknown): CliFailure {
  const timedOut = cause instanceof Error && cause.name === 'TimeoutError'
  return new CliFailure(
    EXIT.unreachable,
    timedOut
      ? `Hubward at ${url.origin} did not answer within ${PATIENCE_MS / 1000} seconds. What was asked for may still be done there: look before you repeat it.`
      : `Hubward cannot be reached at ${url.origin} (${reasonOf(cause)}). Start it with \`hubward start\`, or say where it is with --url or HUBWARD_URL.`,
    { cause },
  )
}

/** `fetch` hides the reason in the cause of its cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown reason'
  if ('code' in cause && typeof cause.code === 'string') return REASONS[cause.code] ?? cause.code
  return cause.cause === undefined ? cause.message : reasonOf(cause.cause)
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'no answer',
}
