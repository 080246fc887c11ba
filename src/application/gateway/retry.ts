/**
 * Whether to try a call at HubSpot again. What an answer means and what is safe after it is the
 * domain's (facts §9); this adds how often, for whom, and within whose patience. No clock.
 */
import type { Answer } from '../../domain/hubspot/errors.ts'
import type { UpstreamFailure } from '../ports.ts'

/** After this many attempts HubSpot's own answer goes to the caller. */
export const MAX_ATTEMPTS = 3

/** HubSpot's own client waits 200 ms more each time (`RetryDecorator`); so do we after a lost connection. */
const RECONNECT_MS = 200

export interface Wait {
  /** Milliseconds before the next attempt; the budget may add its own. */
  readonly afterMs: number
}

export interface AttemptSoFar {
  /** 1 for the first. */
  readonly attempt: number
  readonly retrySafe: boolean
  /** The body can be sent again (there is none, or it is in memory). */
  readonly replayable: boolean
  /** What is left of the caller's patience, in milliseconds. */
  readonly patienceMs: number
}

/** Statuses whose answers are read whole first: they may lead to another attempt, or tell of more. */
export const readsWhole = (status: number): boolean =>
  status === 400 ||
  status === 401 ||
  status === 423 ||
  status === 429 ||
  status === 477 ||
  status >= 500

export function waitAfterAnswer(answer: Answer, sofar: AttemptSoFar): Wait | null {
  const { safeForReads, safeForWrites, afterMs } = answer.retry
  if (afterMs === undefined) return null
  if (!mayRepeat(sofar, safeForWrites, safeForReads)) return null
  // The budget knows when the bucket opens again: waiting here as well would be waiting twice.
  const wait = answer.kind === 'rate_limited' ? 0 : afterMs
  return wait <= sofar.patienceMs ? { afterMs: wait } : null
}

export function waitAfterFailure(failure: UpstreamFailure, sofar: AttemptSoFar): Wait | null {
  // A time-out has used up what patience there was.
  if (failure.kind === 'timeout' || failure.kind === 'aborted') return null
  if (!mayRepeat(sofar, !failure.sent, true)) return null
  const afterMs = RECONNECT_MS * sofar.attempt
  return afterMs <= sofar.patienceMs ? { afterMs } : null
}

const mayRepeat = (sofar: AttemptSoFar, always: boolean, whereSafe: boolean): boolean =>
  sofar.attempt < MAX_ATTEMPTS && sofar.replayable && (always || (whereSafe && sofar.retrySafe))
