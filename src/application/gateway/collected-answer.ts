/** A short answer of HubSpot's read whole, because what to do next depends on it. */
import type { AnswerHeaders } from '../ports.ts'

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

  get retryAfterSeconds(): number | null {
    const value = this.headers['retry-after']
    const seconds = typeof value === 'string' ? Number(value) : Number.NaN
    return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
  }

  /** Both of HubSpot's 429 shapes name the daily limit, one by `policyName`, one by message. */
  get dailyLimit(): boolean {
    const { policyName, message } = this.#fields()
    return policyName === 'DAILY' || /\bdaily limit\b/i.test(message)
  }

  /** HubSpot's own sentence, for people. */
  get message(): string {
    return this.#fields().message
  }

  #fields(): { policyName: string; message: string } {
    const text = new TextDecoder().decode(concat(this.chunks, this.#length))
    try {
      const body = JSON.parse(text) as Record<string, unknown> | null
      return { policyName: String(body?.policyName ?? ''), message: String(body?.message ?? '') }
    } catch {
      return { policyName: '', message: '' }
    }
  }
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
