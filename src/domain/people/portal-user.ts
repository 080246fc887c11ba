/**
 * A user inside HubSpot, as one reading of the portal shows it. Not a member of Hubward: who of
 * those it is, is said by a match. Nothing here is a guess but what is called inferred.
 *
 * @see the facts sheet §4: settings users, owners, CRM users (0-115)
 */

/** HubSpot's permission set; its API calls it a role. */
export interface PermissionSet {
  readonly id: string
  readonly name: string
  /** A paid seat hangs on it: HubSpot wants the scope `billing-write` of whoever assigns it. */
  readonly requiresBillingWrite: boolean
}

export interface Team {
  readonly id: string
  readonly name: string
}

export interface Seat {
  readonly name: string
  readonly description: string | null
  /** How many are left to be assigned; `null` where HubSpot does not tell. */
  readonly remaining: number | null
}

/** What a user is allowed and belongs to: the part that a change of access is about. */
export interface PortalAccess {
  /** Can be read, and neither given nor taken by the API. */
  readonly superAdmin: boolean
  /** In order of their ids, each once. */
  readonly permissionSetIds: readonly string[]
  readonly primaryTeamId: string | null
  /** In order of their ids, each once. */
  readonly secondaryTeamIds: readonly string[]
  /** Names, in order, each once. */
  readonly seats: readonly string[]
}

export interface PortalUser extends PortalAccess {
  /** The provisioning id: the same in owners (`userId`) and in CRM users (`hs_internal_user_id`). */
  readonly userId: string
  /** As HubSpot writes it. Compare by {@link emailKey}. */
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly ownerId: string | null
  readonly crmUserId: string | null
  /** `null` where nothing that was read tells. */
  readonly deactivated: boolean | null
  /** ISO time of the last login that succeeded within the window that was read. */
  readonly lastLoginAt: string | null
  /** ISO time when they were added last, where HubSpot's security activity told of it. */
  readonly addedAt?: string
  /** Added within the window and not logged in since: an inference, HubSpot tells no such thing. */
  readonly inferredInvited: boolean
}

/** Trimmed and in lower case; no folding of dots or plus signs, which would join two people. */
export const emailKey = (email: string): string => email.trim().normalize('NFC').toLowerCase()

/** As people read it: both names, one of them, or the address. */
export const displayNameOf = ({
  firstName,
  lastName,
  email,
}: Pick<PortalUser, 'firstName' | 'lastName' | 'email'>): string =>
  [firstName, lastName].filter((name) => name !== null && name !== '').join(' ') || email

/** Sorted and each once, so that two readings of the same set are the same. */
export const idSet = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].toSorted()
