/**
 * How long work under a lock of {@link Exclusive} may take. The longest is a way back: a grant is tried
 * twice, another one earned, and the account asked about it, of which each question may take ten
 * seconds. A holder that dies lets go at once; the limit is for one that is cut off.
 */
export const LONGEST_HELD_MS = 70_000

/** Longer than the slowest holder may keep it, so that whoever waits finds its work done. */
export const LOCK_WAIT_MS = 73_000
