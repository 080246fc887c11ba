/**
 * Passes an answer on one chunk behind, so that the last chunk, and with it the answer's end, can
 * wait for the audit. A small answer is thereby one write: head, body and end together.
 */
import type { CallSink } from './call.ts'

export class AnswerRelay {
  readonly status: number
  readonly #headers: readonly string[]
  readonly #sink: CallSink
  #held: Uint8Array | null = null
  #begun = false

  constructor(sink: CallSink, status: number, headers: readonly string[]) {
    this.#sink = sink
    this.status = status
    this.#headers = headers
  }

  /** Whether the caller has seen anything yet. */
  get begun(): boolean {
    return this.#begun
  }

  /** False: the caller cannot take more for now. */
  data(chunk: Uint8Array): boolean {
    const before = this.#held
    this.#held = chunk
    if (!before) return true
    this.#begin()
    return this.#sink.data(before)
  }

  /** The event is committed: the rest may go. */
  end(): void {
    this.#begin()
    this.#sink.end(this.#held)
  }

  #begin(): void {
    if (this.#begun) return
    this.#begun = true
    this.#sink.answer(this.status, this.#headers)
  }
}
