/**
 * How much of a request body is read before it is forwarded. Bodies that a decision hangs on are
 * parsed, and what was parsed is what is sent: a body that two readers could understand in two
 * ways (a member named twice) leaves here with one meaning. Small ones are kept in memory so
 * that they can be sent again; all others stream.
 */
import { HubwardError } from '../../domain/errors.ts'
import type { Operation } from '../../domain/hubspot/operations/operation.ts'
import type { CallRequest } from './call.ts'
import { readImportBody } from './import-body.ts'

/** HubSpot's largest inspected body (a batch of 100 records) stays far below. */
const INSPECTED_LIMIT = 4 * 1024 * 1024
/** Kept in memory for another attempt; larger ones are streamed and sent once. */
const KEPT_LIMIT = 64 * 1024

export interface ReadBody {
  /** `null`: no body, or it streams. */
  readonly bytes: Uint8Array | null
  /** The parsed JSON, where the operation's scopes depend on it. */
  readonly parsed: unknown
  readonly streams: boolean
  /** Where the body was written anew: what it is now, whatever the caller called it. */
  readonly contentType?: string
}

/** Of a call that has none. */
export const NO_BODY: ReadBody = { bytes: null, parsed: undefined, streams: false }
const STREAMED: ReadBody = { bytes: null, parsed: undefined, streams: true }

/** Bytes of the body that stay in memory until the call ends; those of a stream do not. */
export function keptBytes({ length }: CallRequest['body'], operation: Operation): number {
  const checked = operation.body !== null
  if (length === null) return checked ? INSPECTED_LIMIT : 0
  return length > (checked ? INSPECTED_LIMIT : KEPT_LIMIT) ? 0 : length
}

/** Whether the body has to be waited for; if not, {@link readBody} answers at once. */
export function readBody(request: CallRequest, operation: Operation): ReadBody | Promise<ReadBody> {
  const { length } = request.body
  if (length !== 0 && request.header('content-encoding') !== undefined) throw coded()
  if (operation.body === 'import') return inspectedImport(request)
  if (operation.body !== null) return inspected(request)
  if (length === 0) return NO_BODY
  if (length === null || length > KEPT_LIMIT) return STREAMED
  const bytes = request.body.whole(KEPT_LIMIT)
  return bytes instanceof Uint8Array ? kept(bytes) : bytes.then(kept)
}

const kept = (bytes: Uint8Array): ReadBody => ({ bytes, parsed: undefined, streams: false })

async function inspected(request: CallRequest): Promise<ReadBody> {
  if (request.body.length === 0) return { ...NO_BODY, parsed: null }
  const bytes = await request.body.whole(INSPECTED_LIMIT)
  const parsed = parseJson(bytes)
  return {
    bytes: new TextEncoder().encode(JSON.stringify(parsed)),
    parsed,
    streams: false,
    // Under another charset the same bytes could be read as another document (RFC 8259 §8.1).
    contentType: 'application/json',
  }
}

async function inspectedImport(request: CallRequest): Promise<ReadBody> {
  const bytes = await request.body.whole(INSPECTED_LIMIT)
  return { ...(await readImportBody(bytes, request.header('content-type'))), streams: false }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return JSON.parse(text, refuseInexact)
  } catch (cause) {
    if (cause instanceof HubwardError) throw cause
    // V8 quotes a piece of the text, and the text may hold a credential: only the place is told.
    const [, place = ''] = /( at position \d+)/.exec((cause as Error).message) ?? []
    throw new HubwardError('request.malformed_json', `The body is not valid JSON in UTF-8${place}.`)
  }
}

/** Request headers are an allow-list without Content-Encoding: HubSpot would not know of it. */
const coded = (): HubwardError =>
  new HubwardError(
    'request.content_type',
    'Send the body as it is, without "content-encoding": compressed requests are not taken.',
  )

function refuseInexact(name: string, value: unknown): unknown {
  if (typeof value !== 'number') return value
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
    return value
  throw new HubwardError(
    'request.invalid',
    `The number at "${name}" is too large to be exact in JSON; send it as a string.`,
  )
}
