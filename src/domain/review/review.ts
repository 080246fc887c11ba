/**
 * A review: a campaign in which named people say of everybody in a sealed reading whether the access is
 * right. Its rows are fixed when it opens; what HubSpot shows later is no part of them.
 */

export const REVIEW_STATES = ['draft', 'open', 'closing', 'closed', 'cancelled'] as const
export type ReviewState = (typeof REVIEW_STATES)[number]

/** `privileged`: super admins, and whoever holds a permission set that the review names. */
export const REVIEW_SCOPES = ['privileged', 'all'] as const
export type ReviewScope = (typeof REVIEW_SCOPES)[number]

/** `manager`: as identity providers tell it. `owner`: of the connection, as the review names them. */
export type ReviewerRule =
  | { readonly by: 'manager' }
  | { readonly by: 'owner' }
  | { readonly by: 'person'; readonly principalId: string }

/** Somebody with the name that they had then. */
export interface NamedPerson {
  /** Principal id, or `operator`. */
  readonly id: string
  readonly name: string
}

export interface Review {
  readonly id: string
  readonly name: string
  readonly state: ReviewState
  readonly scope: ReviewScope
  /** Names or ids of permission sets that count as privileged. */
  readonly privilegedSets: readonly string[]
  readonly reviewer: ReviewerRule
  /** Who reviews where the rule names nobody, or the person themselves; the first who is not. */
  readonly fallbackIds: readonly string[]
  readonly dueAt: Date
  /** Days before the due date on which whoever has rows left is reminded. */
  readonly remindDays: readonly number[]
  readonly createdAt: Date
  readonly createdBy: NamedPerson
  readonly openedAt: Date | null
  /** When decisions were last frozen. */
  readonly closingAt: Date | null
  readonly endedAt: Date | null
  readonly endedBy: NamedPerson | null
  /** Of one that was cancelled. */
  readonly endReason: string | null
}

/** Which sealed reading of a connection is reviewed; `null` until it opens. */
export interface ReviewedConnection {
  readonly connectionId: string
  readonly ownerId: string | null
  readonly reading: { readonly id: string; readonly seal: number } | null
}

interface Named {
  readonly id: string
  readonly name: string
}

/** What a user had when the reading was taken, with the names of that time. */
export interface ReviewedAccess {
  readonly superAdmin: boolean
  readonly permissionSets: readonly Named[]
  readonly primaryTeam: Named | null
  readonly secondaryTeams: readonly Named[]
  readonly seats: readonly string[]
  readonly deactivated: boolean | null
  readonly inferredInvited: boolean
  /** ISO time; `null`: none since {@link loginsFrom}. */
  readonly lastLoginAt: string | null
  readonly loginsFrom: string | null
  /** Open alerts by kind. */
  readonly alerts: readonly string[]
  readonly ownerId: string | null
  /** Who of the directory it is, where exactly one fits. */
  readonly person: (Named & { readonly email: string }) | null
  readonly match: 'linked' | 'email' | 'none' | 'ambiguous'
}

/** Why somebody reviews a row. */
export const ASSIGNED_AS = ['manager', 'owner', 'named', 'fallback', 'reassigned'] as const
export type AssignedAs = (typeof ASSIGNED_AS)[number]

export interface ReviewRow {
  /** 1, 2, 3 … within the review. */
  readonly no: number
  readonly connectionId: string
  readonly userId: string
  readonly email: string
  readonly name: string
  readonly privileged: boolean
  readonly access: ReviewedAccess
  /** Principals who are this user, or may be: none of them decides here. */
  readonly subjects: readonly string[]
  readonly reviewer: NamedPerson
  readonly assignedAs: AssignedAs
  readonly assignedAt: Date
}
