/** How often a message is tried, and when again. */
import { FAILURES, type FailureCode } from './failure.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** After the first failure, the second …: a receiver may be away for a night. */
const WAITS_MS: readonly number[] = [
  10 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
]

/** A receiver that asks for more than this is asked again anyway. */
const LONGEST_ASKED_MS = HOUR_MS

/**
 * Milliseconds until the next attempt, or none: the message is dead.
 *
 * @param attempts made so far, this one included
 * @param asked what the receiver asked for (`Retry-After`), in milliseconds
 * @param spread from 0 to 1, so that many messages do not come back at the same moment
 */
export function waitBeforeRetry(
  failure: FailureCode,
  attempts: number,
  spread: number,
  asked = 0,
): number | undefined {
  const wait = WAITS_MS[attempts - 1]
  if (wait === undefined || !FAILURES[failure].again) return undefined
  const longest = Math.max(wait, Math.min(asked, LONGEST_ASKED_MS))
  return Math.round(longest * (1 + spread / 10))
}
