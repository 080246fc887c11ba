/**
 * Bounds what one principal has under way in this process: a program that has run wild may use up
 * its own bounds, but neither memory nor connections of others. It refuses at once; waiting here
 * would be one more thing to hold.
 */
import type { CallLog } from '../ports.ts'
import { refusal, type CallRefusal } from './refusal.ts'

/**
 * 200 calls: ten seconds' worth of the largest portal. Bodies: those kept whole (64 KiB for another
 * attempt, 4 MiB where they are checked) take about five times their size while they are parsed.
 */
export const IN_FLIGHT_LIMITS = {
  calls: {
    atMost: 200,
    words: '200 of your calls are under way, which is the most at once.',
  },
  bodyBytes: {
    atMost: 32 * 1024 * 1024,
    words: 'The request bodies of your calls under way come to 32 MiB, which is the most at once.',
  },
} as const satisfies Record<string, { atMost: number; words: string }>

type InFlightLimit = keyof typeof IN_FLIGHT_LIMITS

/** What every principal has under way in one process. Those with nothing are forgotten. */
export class InFlight {
  readonly #sums = new Map<string, Sums>()

  /** `undefined` where it would be one too many. */
  enter(principalId: string): HeldCall | undefined {
    let sums = this.#sums.get(principalId)
    if (!sums) this.#sums.set(principalId, (sums = { calls: 0, bodyBytes: 0 }))
    if (sums.calls >= IN_FLIGHT_LIMITS.calls.atMost) return undefined
    sums.calls += 1
    return new HeldCall(this, principalId, sums)
  }

  /** It has nothing under way any more. */
  forget(principalId: string): void {
    this.#sums.delete(principalId)
  }

  /** Principals with calls under way. */
  get size(): number {
    return this.#sums.size
  }
}

type Sums = Record<InFlightLimit, number>

/** One call under way, and the body that is kept for it. */
export class HeldCall {
  readonly #all: InFlight
  readonly #principalId: string
  readonly #sums: Sums
  #bodyBytes = 0

  constructor(all: InFlight, principalId: string, sums: Sums) {
    this.#all = all
    this.#principalId = principalId
    this.#sums = sums
  }

  /** False where the bodies would be too large together; then this one is not to be read. */
  keep(bodyBytes: number): boolean {
    if (this.#sums.bodyBytes + bodyBytes > IN_FLIGHT_LIMITS.bodyBytes.atMost) return false
    this.#bodyBytes += bodyBytes
    this.#sums.bodyBytes += bodyBytes
    return true
  }

  /** Once, when the call is over. */
  leave(): void {
    this.#sums.calls -= 1
    this.#sums.bodyBytes -= this.#bodyBytes
    if (this.#sums.calls === 0) this.#all.forget(this.#principalId)
  }
}

/** One per log of calls, which is one per process: both doors count together. */
export function inFlightOf(callLog: CallLog): InFlight {
  let known = BY_LOG.get(callLog)
  if (!known) BY_LOG.set(callLog, (known = new InFlight()))
  return known
}

const BY_LOG = new WeakMap<CallLog, InFlight>()

export const tooManyRefusal = (limit: InFlightLimit): CallRefusal =>
  refusal(
    'access.too_many_calls',
    `${IN_FLIGHT_LIMITS[limit].words} Wait for some to end, then try again.`,
    { retryAfterMs: 1_000, facts: { limit } },
  )
