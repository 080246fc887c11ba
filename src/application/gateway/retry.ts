/**
 * Whether to try a call at HubSpot again, by the facts sheet §9: what HubSpot cannot have
 * executed may be repeated for every operation, what it may have executed only where twice is
 * once. A table of causes; no clock, no chance.
 */
import type { UpstreamFailure } from '../ports.ts'

/** After this many attempts HubSpot's own answer goes to the caller. */
export const MAX_ATTEMPTS = 3

export interface Wait {
  /** Milliseconds before the next attempt; the budget may add its own. */
  readonly afterMs: number
}

interface Cause {
  /** HubSpot refused before doing anything, so repeating is safe for writes too. */
  readonly untouched: boolean
  /** Milliseconds before attempt `n + 1`, with HubSpot's `Retry-After` in seconds where it sent one. */
  readonly waitMs: (attempt: number, retryAfterSeconds: number | null) => number
}

/** Statuses worth another attempt; anything else is an answer. */
const CAUSES: Readonly<Record<number, Cause>> = {
  // The budget knows when the bucket opens again, so no wait of ours on top.
  429: { untouched: true, waitMs: (_, seconds) => (seconds ?? 0) * 1000 },
  // "Locks last two seconds" (HubSpot, error handling).
  423: { untouched: true, waitMs: (attempt) => 2_000 * attempt },
  // Data-centre migration; the header may name hours, which the caller's patience then refuses.
  477: { untouched: true, waitMs: (_, seconds) => (seconds ?? 60) * 1000 },
  500: { untouched: false, waitMs: (attempt) => 200 * attempt },
  502: { untouched: false, waitMs: (attempt) => 500 * attempt },
  503: { untouched: false, waitMs: (attempt, seconds) => (seconds ?? attempt) * 1000 },
  504: { untouched: false, waitMs: (attempt) => 1_000 * attempt },
  521: { untouched: true, waitMs: (attempt) => 1_000 * attempt },
  522: { untouched: true, waitMs: (attempt) => 1_000 * attempt },
  523: { untouched: true, waitMs: (attempt) => 1_000 * attempt },
}

/** Whether an answer of this status is read whole first, because it may lead to another attempt. */
export const mayRetryStatus = (status: number): boolean => status in CAUSES

export interface AttemptSoFar {
  /** 1 for the first. */
  readonly attempt: number
  readonly retrySafe: boolean
  /** The body can be sent again (there is none, or it is in memory). */
  readonly replayable: boolean
  /** What is left of the caller's patience. */
  readonly patienceMs: number
}

export function waitAfterAnswer(
  status: number,
  answer: { retryAfterSeconds: number | null; dailyLimit: boolean },
  sofar: AttemptSoFar,
): Wait | null {
  const cause = CAUSES[status]
  // The daily allowance comes back at midnight: no caller waits for that.
  if (!cause || answer.dailyLimit || !mayRepeat(sofar, cause.untouched)) return null
  const afterMs = cause.waitMs(sofar.attempt, answer.retryAfterSeconds)
  return afterMs <= sofar.patienceMs ? { afterMs } : null
}

export function waitAfterFailure(failure: UpstreamFailure, sofar: AttemptSoFar): Wait | null {
  // A time-out has used up what patience there was.
  if (failure.kind === 'timeout' || failure.kind === 'aborted') return null
  if (!mayRepeat(sofar, !failure.sent)) return null
  const afterMs = 200 * sofar.attempt
  return afterMs <= sofar.patienceMs ? { afterMs } : null
}

const mayRepeat = (sofar: AttemptSoFar, untouched: boolean): boolean =>
  sofar.attempt < MAX_ATTEMPTS && sofar.replayable && (untouched || sofar.retrySafe)
