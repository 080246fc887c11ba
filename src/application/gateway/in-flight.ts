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

export type InFlightLimit = keyof typeof IN_FLIGHT_LIMITS

/** One principal's calls in this process. Those of nobody are forgotten. */
export class InFlight {
  readonly #held = new Map<string, Record<InFlightLimit, number>>()

  /** False where it would be too much; then nothing is held. */
  enter(principalId: string, limit: InFlightLimit, amount: number): boolean {
    const held = this.#held.get(principalId)
    if ((held?.[limit] ?? 0) + amount > IN_FLIGHT_LIMITS[limit].atMost) return false
    if (held) held[limit] += amount
    else this.#held.set(principalId, { calls: 0, bodyBytes: 0, [limit]: amount })
    return true
  }

  /** Ends one call and lets its body go. */
  leave(principalId: string, bodyBytes: number): void {
    const held = this.#held.get(principalId)
    if (!held) return
    held.calls -= 1
    held.bodyBytes -= bodyBytes
    if (held.calls === 0) this.#held.delete(principalId)
  }

  /** Principals with calls under way. */
  get size(): number {
    return this.#held.size
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
