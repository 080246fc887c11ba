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
  /** Not null: no page of a list holds more than so many items, whatever `limit` is asked for. */
  shortPages: number | null
  /** True: v4 association ids come as numbers, as older documentation shows them. */
  numericAssociationIds: boolean
  /** True: what needs Enterprise (custom schemas, event occurrences) answers 403 on lower tiers. */
  enterpriseGates: boolean
} & PeopleSwitches

/** Of the settings users API: a good part of it is told twice, and differently. */
export type PeopleSwitches = {
  /** What a PUT does to role, teams and seats that it leaves out: lets them be, or clears them. */
  userPut: 'merges' | 'replaces'
  /** False: roles answer 400 "Account doesn't have access to roles.", and so does setting one. */
  rolesAvailable: boolean
  /** True: the one role of a PUT takes the place of all permission sets that the user had. */
  putDropsExtraRoles: boolean
  /** True: the names sent with a create are taken. */
  createTakesNames: boolean
  /** True: the names of a user who never came in cannot be changed. */
  namesNeedActivation: boolean
  /** What a second create with one address answers: 409, or 400. */
  duplicateUser: 'conflict' | 'invalid'
  /** Whether DELETE takes a user who is active, the last super admin, the token's own user. */
  deleteActiveUser: 'allowed' | 'refused'
  deleteLastSuperAdmin: 'allowed' | 'refused'
  deleteSelf: 'allowed' | 'refused'
  /** What DELETE answers for a user who has been removed already. */
  deleteAgain: 'no-content' | 'not-found'
  /** For how long a removed user stays in the list, and holds the seat, after 204. */
  removedUserListedMs: number
  removedUserSeatMs: number
  /** False: deactivated users are missing from the list, and found by id only. */
  deactivatedUsersListed: boolean
  /** What a page's `after` is: a place in the list, or the id before the page. */
  userPaging: 'position' | 'id'
  /** False: `/seats` is no path, as outside the beta. */
  seatsEndpoint: boolean
  /** In which order logins are told. */
  loginOrder: 'newest' | 'oldest'
  /** True: teams answer 403, whatever scopes the token has. */
  teamsRefused: boolean
  /** False: a user has a CRM record from the invitation on. */
  crmUserNeedsActivation: boolean
  /** False: what the API does to users leaves no trace in the security activity. */
  apiWritesTraced: boolean
  /** Whose id is the object of an event about a team's members. */
  teamEventsName: 'user' | 'team'
  /** Which of two words the security activity has for a super admin that is made or ended. */
  superAdminEvents: 'permissions' | 'user'
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
  shortPages: null,
  numericAssociationIds: false,
  enterpriseGates: true,
  userPut: 'merges',
  rolesAvailable: true,
  putDropsExtraRoles: true,
  createTakesNames: false,
  namesNeedActivation: true,
  duplicateUser: 'conflict',
  deleteActiveUser: 'allowed',
  deleteLastSuperAdmin: 'refused',
  deleteSelf: 'allowed',
  deleteAgain: 'no-content',
  removedUserListedMs: 0,
  removedUserSeatMs: 0,
  deactivatedUsersListed: true,
  userPaging: 'position',
  seatsEndpoint: true,
  loginOrder: 'newest',
  teamsRefused: false,
  crmUserNeedsActivation: true,
  apiWritesTraced: true,
  teamEventsName: 'user',
  superAdminEvents: 'permissions',
}
