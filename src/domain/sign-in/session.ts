/**
 * A browser session: how long it lives, and what may be done in it. Pure; the secret behind it is
 * known nowhere in the domain.
 */

/** Without a request that a person made. @see OWASP ASVS 5.0 §7.3.1 */
export const IDLE_MS = 30 * 60_000
/** Since the sign-in, whatever happens. @see OWASP ASVS 5.0 §7.3.2 */
export const ABSOLUTE_MS = 12 * 60 * 60_000
/** How long a step-up lasts. */
export const STEP_UP_MS = 5 * 60_000
/** `seenAt` is written at most this often. */
export const TOUCH_MS = 60_000

/** By what the session began. */
export interface WayIn {
  readonly kind: 'passkey' | 'provider' | 'link'
  /** The passkey's or provider's name; `first admin` or `invitation`. */
  readonly name: string
}

export interface Session {
  readonly id: string
  readonly principalId: string
  /** The browser, as `browserName` reads it. */
  readonly name: string
  /** Where the sign-in came from. */
  readonly address: string
  readonly way: WayIn
  /** Of `way`, where it is a provider that still exists. */
  readonly providerId: string | null
  readonly createdAt: Date
  /** At most `TOUCH_MS` behind. */
  readonly seenAt: Date
  /** When the person last proved who they are; `null`: not in a way that counts. */
  readonly steppedUpAt: Date | null
  readonly expiresAt: Date
  readonly endedAt: Date | null
}

export type SessionStanding = 'live' | 'expired' | 'revoked'

/** Deny by default: live only within both limits, and while nobody ended it. */
export function standingOf(session: Session, now: Date): SessionStanding {
  if (session.endedAt) return 'revoked'
  if (now >= session.expiresAt || now >= idleUntil(session)) return 'expired'
  return 'live'
}

/** A person's request before then keeps it alive; what an open page asks by itself does not. */
export const idleUntil = (session: Session): Date =>
  new Date(Math.min(session.seenAt.getTime() + IDLE_MS, session.expiresAt.getTime()))

/** Until when what wants step-up goes through; `null` where it does not now. */
export function steppedUpUntil({ steppedUpAt }: Session, now: Date): Date | null {
  if (!steppedUpAt) return null
  const until = new Date(steppedUpAt.getTime() + STEP_UP_MS)
  return until > now ? until : null
}

export const touchIsDue = ({ seenAt }: Session, now: Date): boolean =>
  now.getTime() - seenAt.getTime() >= TOUCH_MS
