/**
 * How long work under a lock of `Exclusive` may take: a way back tries a grant twice, earns another one
 * and asks HubSpot about it, of which each question may take ten seconds. A holder that dies lets go at
 * once; the limit is for one that is cut off.
 */
export const LONGEST_HELD_MS = 70_000

/** What is under way then is written down, or given up, while the lock is still held. */
export const ENDS_BEFORE_MS = 10_000

/** Whoever waits in vain is told to come again: nobody who calls waits for longer. */
export const LOCK_WAIT_MS = 28_000
