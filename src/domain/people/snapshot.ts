/**
 * A sealed reading of a portal's users: complete, so that who is not in it was not there. Only
 * {@link ./seal.ts} makes one.
 */
import type { PermissionSet, PortalUser, Seat, Team } from './portal-user.ts'

/**
 * What is read beside the users themselves. A credential may lack the scope for one, a portal the
 * feature: then nothing of it is known, which is not the same as nothing being there.
 */
export const FACETS = [
  'permission_sets',
  'teams',
  'seats',
  'owners',
  'crm_users',
  'logins',
  'security',
] as const
export type Facet = (typeof FACETS)[number]

/** `not_permitted`: the credential lacks the scope. `unavailable`: the portal lacks the feature. */
export type FacetState = 'read' | 'not_permitted' | 'unavailable'

export type Facets = Readonly<Record<Facet, FacetState>>

/** What proved that no page was lost: another list that names the same people, or a second reading. */
export type Proof = 'crm_users' | 'owners' | 'second_reading'

export interface Snapshot {
  /** `rdg_…`: the reading that it is. */
  readonly readingId: string
  readonly connectionId: string
  readonly portalId: number
  /** Of the portal's answers: the first and the last instant. */
  readonly begunAt: Date
  readonly endedAt: Date
  readonly facets: Facets
  readonly provenBy: Proof
  /** Since when logins were read; `null` where they were not. */
  readonly loginsFrom: Date | null
  /** HubSpot scopes that the credential held before and after, sorted. */
  readonly hubspotScopes: readonly string[]
  /** In order of their ids as numbers; each once; never none. */
  readonly users: readonly PortalUser[]
  readonly permissionSets: readonly PermissionSet[]
  readonly teams: readonly Team[]
  readonly seats: readonly Seat[]
}
