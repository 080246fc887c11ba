/** The measures of the conversation between processes and rows; milliseconds unless said. */

/** A lease lives this long without renewal; an unused token of a dead process is lost this long. */
export const LEASE_MS = 3_000
/** Renewed this often, so that two conversations may be lost. */
export const RENEW_MS = 1_000
/** Tokens are granted this long ahead of their start: two conversations, so none starts late. */
export const HORIZON_MS = 100
/** Between two conversations of a busy process. */
export const BEAT_MS = 50
/** The same, while there is plenty and somebody waits. */
export const QUICK_BEAT_MS = 5
/** Who waits asks at least this often: another process may have given tokens back. */
export const LONGEST_SLEEP_MS = 250
/** A process that made no call for so long keeps no spare tokens. */
export const REST_AFTER_MS = 10_000
/** A conversation that takes longer has failed. */
export const CONVERSATION_TIMEOUT_MS = 2_000
/** Patience is never shorter than one conversation, or no call of a cold process could pass. */
export const LEAST_PATIENCE_MS = 100
/** Callers waiting per bucket, lane and group. */
export const WAITERS_PER_GROUP = 256
/** Spare tokens kept at most, per bucket and lane: so many, or this share of a larger bucket. */
export const SPARE = { atLeast: 16, share: 1 / 16 }
/**
 * A bucket of many thousands is told in so many steps of its window: its tokens sleep up to that
 * part longer, and the row's log has some 200 entries instead of a thousand.
 */
export const COARSE = 200
