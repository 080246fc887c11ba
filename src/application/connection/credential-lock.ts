/**
 * The lock of a connection's credential: whoever uses a refresh token, or takes the way back, holds it. One
 * for all kinds, since a static token may be gone back from to a grant that is being refreshed.
 */
export const credentialLock = (connectionId: string): string => `hubward credential ${connectionId}`

/**
 * How long work under a lock of `Exclusive` may take: a way back tries a grant twice, earns another one
 * and asks HubSpot about it, of which each question may take ten seconds. A holder that dies lets go at
 * once; the limit is for one that is cut off.
 */
export const LONGEST_HELD_MS = 70_000

/** What is under way then is written down, or given up, while the lock is still held. */
export const ENDS_BEFORE_MS = 10_000

/** As long as anybody waits for the lock; in vain, they are told to come again. */
export const LOCK_WAIT_MS = 28_000
