/**
 * One call with its answer whole, for callers inside the house (MCP tools, explain, checks). It
 * runs through the very same pipeline as the REST door: same decision, budget and record.
 */
import type { Caller } from '../../domain/access/decide.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Lane } from '../ports.ts'
import type { CallSink, RequestBody } from './call.ts'
import { refusal, type CallRefusal } from './refusal.ts'
import { runCall, type GatewayServices } from './run-call.ts'

export interface OnceRequest {
  readonly caller: Caller
  readonly connectionName: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query at HubSpot; values in it must be percent-encoded. */
  readonly target: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly tool: string
  /** `mcp` unless it is said. */
  readonly door?: 'system'
  readonly lane?: Lane
  readonly patienceMs: number
  readonly signal?: AbortSignal
}

export interface WholeAnswer {
  readonly status: number
  /** Parsed JSON; `undefined` where HubSpot sent none (204) or something else. */
  readonly body: unknown
  readonly correlationId: string | null
}

/** An answer larger than this is refused: a tool result could not hold it anyway. */
const ANSWER_LIMIT = 16 * 1024 * 1024

/** Resolves always; HubSpot's own errors are answers (`status` ≥ 400), ours are refusals. */
export function callOnce(
  services: GatewayServices,
  request: OnceRequest,
): Promise<Result<WholeAnswer, CallRefusal>> {
  return new Promise((resolve) => {
    const bytes =
      request.body === undefined
        ? new Uint8Array()
        : new TextEncoder().encode(JSON.stringify(request.body))
    const sink = new WholeSink(resolve, () => running.cancel())
    const running = runCall(
      services,
      {
        door: request.door ?? 'mcp',
        caller: request.caller,
        connectionName: request.connectionName,
        method: request.method,
        target: request.target,
        header: (name) =>
          name === 'content-type' && bytes.length > 0 ? 'application/json' : undefined,
        body: bodyOf(bytes),
        tool: request.tool,
        lane: request.lane ?? 'interactive',
        patienceMs: request.patienceMs,
      },
      sink,
    )
    request.signal?.addEventListener('abort', () => {
      running.cancel()
      resolve(err(refusal('upstream.broken', 'The call was cancelled.')))
    })
  })
}

const bodyOf = (bytes: Uint8Array): RequestBody => ({
  length: bytes.length,
  whole: () => bytes,
  async *stream() {
    yield bytes
  },
})

class WholeSink implements CallSink {
  readonly #resolve: (outcome: Result<WholeAnswer, CallRefusal>) => void
  readonly #cancel: () => void
  readonly #chunks: Uint8Array[] = []
  #length = 0
  #status = 0
  #correlationId: string | null = null

  constructor(resolve: (outcome: Result<WholeAnswer, CallRefusal>) => void, cancel: () => void) {
    this.#resolve = resolve
    this.#cancel = cancel
  }

  answer(status: number, headers: readonly string[]): void {
    this.#status = status
    const at = headers.indexOf('x-hubspot-correlation-id')
    this.#correlationId = at === -1 ? null : (headers[at + 1] ?? null)
  }

  data(chunk: Uint8Array): boolean {
    this.#length += chunk.length
    if (this.#length > ANSWER_LIMIT) {
      this.#cancel()
      this.refuse(
        refusal(
          'upstream.broken',
          'The answer is larger than 16 MB; ask for fewer records or properties.',
        ),
      )
    } else this.#chunks.push(chunk)
    return true
  }

  end(last: Uint8Array | null): void {
    if (last) this.data(last)
    this.#resolve(
      ok({ status: this.#status, body: this.#parsed(), correlationId: this.#correlationId }),
    )
  }

  refuse(why: CallRefusal): void {
    this.#resolve(err(why))
  }

  broke(): void {
    this.refuse(refusal('upstream.broken', "HubSpot's answer broke off; try again."))
  }

  #parsed(): unknown {
    if (this.#length === 0) return undefined
    const text = new TextDecoder().decode(joined(this.#chunks, this.#length))
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
