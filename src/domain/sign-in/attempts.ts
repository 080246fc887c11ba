/**
 * Slows guessing down: how many attempts a key (an address, an account) may make in a window.
 * Memory of one process, bounded; forgetting early can only err on the side of a person.
 */

export interface AttemptLimit {
  readonly most: number
  readonly windowMs: number
}

const QUARTER = 15 * 60_000

/** Failures by the address they came from and the account they were for; begun steps by address. */
export const ATTEMPT_LIMITS = {
  failed_from_address: { most: 20, windowMs: QUARTER },
  failed_for_account: { most: 5, windowMs: QUARTER },
  begun_from_address: { most: 120, windowMs: 60_000 },
  /** OAuth clients that begin, and documents of unknown ones that are fetched. */
  asked_from_address: { most: 60, windowMs: 60_000 },
  documents_from_address: { most: 30, windowMs: 60_000 },
  /** Clients that register themselves: of thirty an hour over all, a stranger gets ten. */
  registered_from_address: { most: 10, windowMs: 60 * 60_000 },
  /** The pages of one-time requests: wrong capabilities, and everything asked there. */
  intake_failed_from_address: { most: 10, windowMs: 60_000 },
  intake_asked_from_address: { most: 120, windowMs: 60_000 },
  /** Failures that the audit gets, over all. */
  recorded: { most: 60, windowMs: 60_000 },
} as const satisfies Record<string, AttemptLimit>
export type AttemptKind = keyof typeof ATTEMPT_LIMITS

/**
 * Whom an address counts as: whoever has one IPv6 address has the 2^64 of its network (RFC 4291
 * §2.5.1), so those count as one.
 */
export function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  if (!address.includes(':')) return address
  const before = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...(tail === undefined ? [] : zeros), ...after].slice(0, 4).join(':')
}

/** Keys that are remembered at a time; the longest unused one is forgotten first. */
const MOST_KEYS = 10_000

export interface Attempts {
  /** Milliseconds until another attempt is taken; 0: now. */
  waitMs(kind: AttemptKind, key: string, nowMs: number): number
  count(kind: AttemptKind, key: string, nowMs: number): void
  /** It was the person after all. */
  forget(kind: AttemptKind, key: string): void
}

export function createAttempts(): Attempts {
  /** Moments of each key's attempts within the window, oldest first; the map is in order of use. */
  const seen = new Map<string, readonly number[]>()
  const within = (kind: AttemptKind, key: string, nowMs: number): readonly number[] =>
    (seen.get(`${kind} ${key}`) ?? []).filter((at) => nowMs - at < ATTEMPT_LIMITS[kind].windowMs)
  return {
    waitMs(kind, key, nowMs) {
      const { most, windowMs } = ATTEMPT_LIMITS[kind]
      const blocking = within(kind, key, nowMs).at(-most)
      return blocking === undefined ? 0 : blocking + windowMs - nowMs
    },
    count(kind, key, nowMs) {
      const recent = [...within(kind, key, nowMs), nowMs].slice(-ATTEMPT_LIMITS[kind].most)
      seen.delete(`${kind} ${key}`)
      seen.set(`${kind} ${key}`, recent)
      const [oldest] = seen.keys()
      if (seen.size > MOST_KEYS && oldest !== undefined) seen.delete(oldest)
    },
    forget: (kind, key) => void seen.delete(`${kind} ${key}`),
  }
}
