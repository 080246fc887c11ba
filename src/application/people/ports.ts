/** What knowing a portal's people needs of the world: its activity, and the rows of what was read. */
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { Alert, AlertKind, AlertRules } from '../../domain/people/alerts.ts'
import type { Attribution } from '../../domain/people/attribution.ts'
import type { KnownUser, Presence, UserChange } from '../../domain/people/difference.ts'
import type { PermissionSet, PortalUser, Seat, Team } from '../../domain/people/portal-user.ts'
import type { Incompleteness } from '../../domain/people/seal.ts'
import type { Facets, Proof, Snapshot } from '../../domain/people/snapshot.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Doer } from './provisioning/ports.ts'
import type { Result } from '../../domain/result.ts'

export interface LoginPage {
  /** Attempts that succeeded, by user id, newest or oldest first: HubSpot does not say. */
  readonly logins: readonly { readonly userId: string; readonly at: Date }[]
  readonly after: string | null
}

/** Logins to the portal: not offered to callers, who would learn when their colleagues work. */
export interface PortalLogins {
  /** One page. */
  page(
    origin: string,
    token: Redacted<string>,
    after: string | undefined,
  ): Promise<Result<LoginPage, HubSpotFailure>>
}

export interface Catalogue {
  readonly permissionSets: readonly PermissionSet[]
  readonly teams: readonly Team[]
  readonly seats: readonly Seat[]
}

export type ReadingState = 'reading' | 'sealed' | 'incomplete'

export interface StoredReading {
  readonly id: string
  readonly connectionId: string
  readonly state: ReadingState
  /** A person's name; `null` where it came round by itself. */
  readonly askedBy: string | null
  readonly begunAt: Date
  readonly endedAt: Date | null
  readonly calls: number
  readonly usersRead: number
  /** Why it is incomplete. */
  readonly reasons: readonly Incompleteness[]
  /** Of a sealed one. */
  readonly sealed: SealedFacts | null
}

export interface SealedFacts {
  /** Counts the snapshots of its connection, from 1. */
  readonly seal: number
  readonly users: number
  /** SHA-256 of the population as canonical JSON. */
  readonly digest: string
  readonly facets: Facets
  readonly provenBy: Proof
  readonly loginsFrom: Date | null
  readonly hubspotScopes: readonly string[]
  readonly catalogue: Catalogue
}

export interface ListedPortalUser extends KnownUser {
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  readonly goneAt: Date | null
  readonly personKey: string | null
  readonly alerts: readonly AlertKind[]
}

export interface UserFilter {
  /** In name or address. */
  readonly search?: string | undefined
  /** Exactly, as {@link emailKey} compares. */
  readonly email?: string | undefined
  readonly presence?: Presence | undefined
  readonly alert?: AlertKind | undefined
  readonly superAdmin?: boolean | undefined
  readonly teamId?: string | undefined
  readonly permissionSetId?: string | undefined
}

export interface StoredChange extends UserChange {
  readonly id: number
  readonly readingId: string
  /** It happened between the two; `null`: before the first snapshot. */
  readonly from: Date | null
  readonly to: Date
  readonly attribution: Attribution
  /** The plan that made it, where one did, and who applied that. */
  readonly plan: { readonly id: string; readonly appliedBy: Doer } | null
}

export interface StoredAlert extends Alert {
  readonly id: number
  readonly openedAt: Date
  readonly closedAt: Date | null
  /** `null` where it was over by itself. */
  readonly closedBy: string | null
}

export interface AlertCount {
  readonly connectionId: string
  readonly kind: AlertKind
  readonly open: number
}

export interface PeopleSettings {
  /** Hours between readings; `null`: on demand alone. */
  readonly everyHours: number | null
  readonly rules: AlertRules
}

/** What a snapshot brings, as it is kept in one transaction. */
export interface Kept {
  readonly snapshot: Snapshot
  readonly digest: string
  readonly calls: number
  readonly changes: readonly (UserChange & {
    readonly from: Date | null
    readonly attribution: Attribution
    readonly planId: string | null
  })[]
  readonly alerts: readonly Alert[]
  /** Alerts that follow from a change: they stay open until somebody has looked. */
  readonly raised: readonly Alert[]
}

export interface PeopleRepository {
  /**
   * Begins one where none runs on the connection. One that has given no sign of life for
   * `deadAfterMs`, by the database's clock, is ended as incomplete and stands in nobody's way.
   *
   * @returns false where another is running
   */
  begin(
    reading: Pick<StoredReading, 'id' | 'connectionId' | 'askedBy' | 'begunAt'>,
    deadAfterMs: number,
  ): Promise<boolean>
  /** A sign of life. @returns false where it was taken for dead meanwhile */
  beat(id: string, seen: { calls: number; users: number }): Promise<boolean>
  endIncomplete(
    id: string,
    at: Date,
    why: { reasons: readonly Incompleteness[]; calls: number; users: number },
  ): Promise<void>
  /** Locks what is known of the connection's people until the transaction ends. */
  lock(connectionId: string): Promise<void>
  known(connectionId: string): Promise<ReadonlyMap<string, KnownUser>>
  /** @throws HubwardError `people.reading_overtaken` where the reading is no longer open */
  keep(kept: Kept): Promise<SealedFacts>
  reading(id: string): Promise<StoredReading | undefined>
  /** Newest first. */
  readings(connectionId: string, limit: number): Promise<readonly StoredReading[]>
  newestSealed(connectionId: string): Promise<StoredReading | undefined>
  /** By name, then by id. @param after as the last answer's `next` */
  users(
    connectionId: string,
    filter: UserFilter,
    page: { limit: number; after?: string | undefined },
  ): Promise<{ items: readonly ListedPortalUser[]; next: string | null; total: number }>
  user(connectionId: string, userId: string): Promise<ListedPortalUser | undefined>
  /** Who was there in that snapshot, without logins. */
  population(connectionId: string, seal: number): Promise<readonly PortalUser[]>
  /** Newest first. */
  changes(
    connectionId: string,
    filter: { userId?: string | undefined; before?: number | undefined; limit: number },
  ): Promise<readonly StoredChange[]>
  /** Of each, the newest change by which they were missing. */
  missed(
    connectionId: string,
    userIds: readonly string[],
  ): Promise<ReadonlyMap<string, StoredChange>>
  links(connectionId: string): Promise<ReadonlyMap<string, string>>
  link(
    connectionId: string,
    link: { userId: string; personKey: string; by: string; at: Date },
  ): Promise<void>
  unlink(connectionId: string, userId: string): Promise<boolean>
  /** Newest first. */
  alerts(
    connectionId: string,
    filter: { open: boolean; limit: number; userId?: string | undefined },
  ): Promise<StoredAlert[]>
  /** How many are open, of each kind that there is; of all connections where none is named. */
  alertCounts(connectionId?: string): Promise<readonly AlertCount[]>
  /** @returns false where it is not open */
  closeAlert(connectionId: string, id: number, by: string, at: Date): Promise<boolean>
  settings(connectionId: string): Promise<PeopleSettings | undefined>
  saveSettings(connectionId: string, settings: PeopleSettings, nextAt: Date | null): Promise<void>
  /** Connections whose time has come; each is given to one process, and comes again at its time. */
  claimDue(now: Date, most: number): Promise<readonly string[]>
}
