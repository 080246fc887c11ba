/**
 * A reading of a portal's users as it came from HubSpot, before anybody has judged it. It may be
 * torn, short or contradict itself: {@link ./seal.ts} says so.
 */
import type { Facet } from './snapshot.ts'
import type { PageChain, PageFault } from './page-chain.ts'
import type { PermissionSet, PortalUser, Seat, Team } from './portal-user.ts'

/** A user as the list of users has one. */
export interface ListedUser {
  readonly userId: string
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly superAdmin: boolean
  readonly permissionSetIds: readonly string[]
  readonly primaryTeamId: string | null
  readonly secondaryTeamIds: readonly string[]
  readonly seats: readonly string[]
}

export interface ListedOwner {
  readonly ownerId: string
  /** `null` where HubSpot knows no user behind the owner. */
  readonly userId: string | null
  readonly archived: boolean
}

/** A record of the CRM object `users`, 0-115. */
export interface ListedCrmUser {
  readonly crmUserId: string
  readonly userId: string | null
  readonly deactivated: boolean
}

export interface Logins {
  /** Since when they were read: what is older is not known. */
  readonly from: Date
  /** The last that succeeded, by user id. */
  readonly lastAt: ReadonlyMap<string, Date>
}

/** What HubSpot's security activity tells of somebody: who did what to whom. */
export interface UserEvent {
  readonly hubspotId: string
  readonly at: Date
  readonly type: string
  readonly actorId: string | null
  readonly userId: string | null
}

export type FacetReading<T> =
  | { readonly state: 'read'; readonly value: T }
  | { readonly state: 'not_permitted' }
  | { readonly state: 'unavailable' }
  /** The credential holds the scope, and it could not be read all the same. */
  | { readonly state: 'failed'; readonly fault: PageFault }

/** What every facet's reading holds. */
export interface FacetValues {
  readonly permission_sets: readonly PermissionSet[]
  readonly teams: readonly Team[]
  readonly seats: readonly Seat[]
  readonly owners: PageChain<ListedOwner>
  /** `total`: as HubSpot counts them by itself, where it does. */
  readonly crm_users: { readonly chain: PageChain<ListedCrmUser>; readonly total: number | null }
  readonly logins: Logins
  readonly security: readonly UserEvent[]
}

export type FacetReadings = { readonly [F in Facet]: FacetReading<FacetValues[F]> }

export interface Holder {
  readonly portalId: number
  /** Sorted. */
  readonly hubspotScopes: readonly string[]
}

export interface Reading {
  readonly readingId: string
  readonly connectionId: string
  readonly begunAt: Date
  readonly endedAt: Date
  /** Whose credential it was, by HubSpot's own word, before the first page and after the last. */
  readonly before: Holder
  readonly after: Holder
  readonly users: PageChain<ListedUser>
  /** The list once more, where nothing else could show that no page was lost. */
  readonly again: PageChain<ListedUser> | null
  readonly facets: FacetReadings
  /** Who was there when it was last known, or missing once, by id. */
  readonly known: ReadonlyMap<string, PortalUser>
  /**
   * Who was asked for by id, and whether HubSpot had them: users whom another list names, or who were
   * there before, and who are not in this one. `false`: 404. Who could not be asked is not in it.
   */
  readonly asked: ReadonlyMap<string, boolean>
}
