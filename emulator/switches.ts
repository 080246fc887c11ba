// Where HubSpot's behaviour is not established, or differs by account, the emulator can act out
// either reading. Every such choice is one entry here; `fidelity.md` says what is known of each.

export type Switches = {
  /** A: `errorType`, `policyName`, `groupName`. B: `category: RATE_LIMITS` and no policy. */
  rateLimitShape: 'A' | 'B'
  /** Seconds put into `Retry-After` on a 429; HubSpot documents none. */
  rateLimitRetryAfter: number | null
  /** True: a missing record answers 404 with an empty body, as some endpoints have been seen to. */
  emptyNotFound: boolean
  /** True: each refresh hands out a new refresh token, and the old one dies. */
  rotateRefreshTokens: boolean
  /** True: the authorize page redirects back with `error=access_denied`. */
  denyAuthorize: boolean
  /** True: the token endpoint answers `BAD_HUB`, as for a portal that is gone. */
  portalGone: boolean
  /** True: every call answers 477, as during a data-centre migration. */
  migrating: boolean
  /** Seconds in the 477's `Retry-After`. */
  migrationRetryAfter: number
  /** Not null: every call answers 488 and names this hublet as the right one. */
  correctHublet: string | null
  /** Not null: every write answers 423. */
  locked: boolean
  /** Properties that the portal's admin made required on create, per object type id. */
  requiredProperties: Record<string, readonly string[]>
  /** Properties required once another has a value: the conditional rules of 2026-09. */
  conditionalRequired: readonly ConditionalRule[]
  /** True: association writes fail, as when the private app's creator has left. */
  creatorRemoved: boolean
  /** True: a token ends when its creator leaves, instead of losing some rights only. */
  creatorEndsTokens: boolean
  /** True: the 401 of a key that was switched off says so, instead of looking like any other. */
  deactivatedSaysSo: boolean
  /** Which end of the security activity comes first. */
  securityActivityOrder: 'newest' | 'oldest'
  /** False: security activity about keys does not tell which key. */
  securityActivityObjects: boolean
  /** True: NEQ, NOT_IN and NOT_CONTAINS_TOKEN also find records without a value. */
  negationMatchesEmpty: boolean
  /** True: v4 association ids come as numbers, as older documentation shows them. */
  numericAssociationIds: boolean
  /** True: what needs Enterprise (custom schemas, event occurrences) answers 403 on lower tiers. */
  enterpriseGates: boolean
}

export type ConditionalRule = {
  objectType: string
  when: { property: string; equals: string }
  require: readonly string[]
}

export const DEFAULT_SWITCHES: Switches = {
  rateLimitShape: 'A',
  rateLimitRetryAfter: null,
  emptyNotFound: false,
  rotateRefreshTokens: false,
  denyAuthorize: false,
  portalGone: false,
  migrating: false,
  migrationRetryAfter: 3600,
  correctHublet: null,
  locked: false,
  requiredProperties: {},
  conditionalRequired: [],
  creatorRemoved: false,
  creatorEndsTokens: false,
  deactivatedSaysSo: false,
  securityActivityOrder: 'newest',
  securityActivityObjects: true,
  negationMatchesEmpty: false,
  numericAssociationIds: false,
  enterpriseGates: true,
}
