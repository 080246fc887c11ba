/** A short answer of HubSpot's read whole, because what to do next depends on it. */
import { classifyAnswer, type Answer } from '../../domain/hubspot/errors.ts'
import type { AnswerHeaders } from '../ports.ts'
import { joined, parsed } from './answer-bytes.ts'

/** HubSpot's error bodies are below 2 KB; a longer one is no reason to hold it back. */
const LIMIT = 64 * 1024

export class CollectedAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  readonly chunks: Uint8Array[] = []
  #length = 0

  constructor(status: number, headers: AnswerHeaders) {
    this.status = status
    this.headers = headers
  }

  /** False where the answer grew too long to be collected; the chunk is kept all the same. */
  add(chunk: Uint8Array): boolean {
    this.chunks.push(chunk)
    this.#length += chunk.length
    return this.#length <= LIMIT
  }

  /** What it means; HubSpot's own sentence beside it, for people. */
  classified(): Answer & { readonly message: string } {
    const body = parsed(joined(this.chunks, this.#length))
    return { ...classifyAnswer(this.status, single(this.headers), body), message: messageOf(body) }
  }
}

function messageOf(body: unknown): string {
  const message = (body as { message?: unknown } | null | undefined)?.message
  return typeof message === 'string' ? message : ''
}

const single = (headers: AnswerHeaders): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
