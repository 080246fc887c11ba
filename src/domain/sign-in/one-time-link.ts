/** Links that work once: the first admin's, and invitations. We know them by their hash alone. */

export const LINK_LIFE_MS = {
  first_admin: 15 * 60_000,
  invitation: 7 * 24 * 60 * 60_000,
} as const
export type LinkPurpose = keyof typeof LINK_LIFE_MS

export interface OneTimeLink {
  readonly id: string
  readonly purpose: LinkPurpose
  /** Of an invitation: who will sign in by it. */
  readonly principalId: string | null
  /** By whose name it was made. */
  readonly madeBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
}

/** Bytes of chance behind a link, a session, a challenge: beyond guessing (RFC 6749 §10.10). */
export const SECRET_BYTES = 32

/** So that secret scanners and people can tell what it is. */
export const LINK_PREFIX = 'hwl_'

/** The page reads the fragment; no server and no proxy on the way is sent it (RFC 3986 §3.5). */
export const linkAddress = (publicUrl: string, token: string): string =>
  `${publicUrl}/welcome#${token}`

export const linkIsOpen = (link: OneTimeLink, now: Date): boolean =>
  !link.usedAt && !link.revokedAt && link.expiresAt > now
