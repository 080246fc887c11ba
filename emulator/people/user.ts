// What the portal knows of the people who work in it. The API never tells `invited`, and tells
// `deactivated` only beside the users; here every state has its name, so that a test can ask.

export type UserState =
  /** A member who has never come in. */
  | 'invited'
  | 'active'
  /** A member whose access was switched off in the interface; the records stay assigned. */
  | 'deactivated'
  /** No member any more. The identity stays HubSpot's, and comes back under the same id. */
  | 'removed'

export type User = {
  /** The id across accounts: `hs_internal_user_id` of the CRM user, `userId` of the owner. */
  id: number
  /** In lower case, as written at the first invitation. */
  email: string
  firstName: string
  lastName: string
  jobTitle: string | null
  state: UserState
  /** Whether the identity ever came in, here or before it was removed. */
  activated: boolean
  superAdmin: boolean
  /** Permission sets. The interface can give several, the API writes one. */
  roleIds: readonly string[]
  primaryTeamId: string | null
  secondaryTeamIds: readonly string[]
  seatNames: readonly string[]
  ownerId: string
  createdAt: number
  updatedAt: number
  removedAt?: number
}

export type PermissionSet = {
  id: string
  name: string
  requiresBillingWrite: boolean
  /** The paid seat that comes with it. */
  seatName?: string
}

export type Team = { id: string; name: string; parentTeamId: string | null }

export type Seat = {
  name: string
  description: string
  /** How many the account has bought. */
  bought: number
}

/** An owner without a user: records wait there for a person. */
export type Queue = Pick<
  User,
  'id' | 'email' | 'firstName' | 'lastName' | 'ownerId' | 'createdAt' | 'updatedAt'
> & { teamId: string }

export const isMember = (user: User): boolean => user.state !== 'removed'
