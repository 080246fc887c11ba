/** A call on its way through the gateway: what a door hands in, and what it gets back. */
import type { Caller } from '../../domain/access/decide.ts'
import type { Lane } from '../ports.ts'
import type { CallRefusal } from './refusal.ts'

export interface CallRequest {
  readonly door: 'rest' | 'mcp' | 'system'
  readonly caller: Caller
  /** The slug in the path. */
  readonly connectionName: string
  /** As sent; HTTP methods are case-sensitive (RFC 9110 §9.1). */
  readonly method: string
  /** Path and query at HubSpot, raw, as sent: `/crm/v3/objects/contacts?limit=10`. */
  readonly target: string
  /** Lower-case name. A header sent twice reads as its values joined by a comma. */
  header(name: string): string | undefined
  readonly body: RequestBody
  /** The MCP tool that makes the call; `null` at the REST door. */
  readonly tool: string | null
  readonly lane: Lane
  /** How long the caller is willing to wait for the budget, in milliseconds. */
  readonly patienceMs: number
}

/** A request body that is read whole only where a decision needs it, else streamed. */
export interface RequestBody {
  /** Bytes as announced; `null` where the sender did not say, 0 where there is none. */
  readonly length: number | null
  /** Rejects with HubwardError `request.too_large` past `limit`. */
  whole(limit: number): Uint8Array | Promise<Uint8Array>
  /** The bytes as they come; at most one of `whole` and `stream` is called. */
  stream(): AsyncIterable<Uint8Array>
}

/**
 * Where the answer goes. `refuse` comes alone; else `answer`, `data`…, then `end` or `broke`. None of
 * them throws: they are called where nobody could catch it.
 */
export interface CallSink {
  /** HubSpot's status and the headers that may pass, as name, value, name, value … */
  answer(status: number, headers: readonly string[]): void
  /** False asks for a pause until {@link RunningCall.drained}. */
  data(chunk: Uint8Array): boolean
  /** The call is recorded; nothing follows but the last chunk, where there is one. */
  end(last: Uint8Array | null): void
  refuse(refusal: CallRefusal): void
  /** The answer cannot be finished: the caller must not take it for whole. */
  broke(): void
}

export interface RunningCall {
  /** The caller can take more. */
  drained(): void
  /** The caller went away: the attempt at HubSpot is ended, the call is still recorded. */
  cancel(): void
}
