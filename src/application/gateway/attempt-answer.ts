/** The answer to one attempt: kept whole while another may follow, passed on otherwise. */
import type { AnswerHeaders, UpstreamAnswer, UpstreamFailure } from '../ports.ts'
import type { Admitted } from './call-budget-request.ts'
import type { CollectedAnswer } from './collected-answer.ts'

/** The run of a call, as an answer tells it what comes. */
export interface AnswerTaker {
  /** @returns where the answer is to be kept; `null` where it goes on as it comes */
  head(call: Admitted, status: number, headers: AnswerHeaders): CollectedAnswer | null
  relayAnswer(call: Admitted, status: number, headers: AnswerHeaders): void
  pass(chunk: Uint8Array): void
  /** All of a kept answer is there. */
  consider(call: Admitted, answer: CollectedAnswer): void
  /** All of an answer that went on is there. */
  finish(): void
  failed(call: Admitted, failure: UpstreamFailure): void
}

export class AttemptAnswer implements UpstreamAnswer {
  readonly #taker: AnswerTaker
  readonly #call: Admitted
  #collected: CollectedAnswer | null = null

  constructor(taker: AnswerTaker, call: Admitted) {
    this.#taker = taker
    this.#call = call
  }

  head(status: number, headers: AnswerHeaders): void {
    this.#collected = this.#taker.head(this.#call, status, headers)
  }

  data(chunk: Uint8Array): void {
    const collected = this.#collected
    if (!collected) return this.#taker.pass(chunk)
    if (collected.add(chunk)) return
    this.#collected = null
    this.#taker.relayAnswer(this.#call, collected.status, collected.headers)
    for (const kept of collected.chunks) this.#taker.pass(kept)
  }

  end(): void {
    if (this.#collected) this.#taker.consider(this.#call, this.#collected)
    else this.#taker.finish()
  }

  fail(failure: UpstreamFailure): void {
    this.#taker.failed(this.#call, failure)
  }
}

/** Of a header that was sent twice, the first. */
export const firstOf = (headers: AnswerHeaders, name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** A UUID has 36 characters; what is longer is no id, and events wait in memory. */
const CORRELATION_ID_LIMIT = 100

export const correlationIdOf = (headers: AnswerHeaders): string | null =>
  firstOf(headers, 'x-hubspot-correlation-id')?.slice(0, CORRELATION_ID_LIMIT) ?? null
