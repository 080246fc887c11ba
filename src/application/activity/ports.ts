/** What the pages that look at many events need: counts made beforehand, and the newest of the log. */
import type { CallEvent } from '../../domain/audit/event.ts'

/** Three kinds of outcome; every call is in exactly one. */
export interface CallCounts {
  /** Let through and answered without an error. */
  readonly permitted: number
  readonly refused: number
  /** Let through, and the answer was an error (status 400 and above). */
  readonly failed: number
}

/** Calls that began at `from` or later and before `to`; whole minutes. */
export interface CountFilter {
  readonly from: Date
  readonly to: Date
  readonly principalId?: string
  readonly connectionId?: string
  readonly groupId?: string
  readonly door?: CallEvent['door']
}

/** Counts follow the log by about a second; {@link Activity.countedThrough} says how far they are. */
export interface Activity {
  /** The sequence of the last event that is counted. */
  countedThrough(): Promise<number>
  /** How many events that are. */
  events(): Promise<number>
  /** Per step of `stepMs` from `filter.from` on; empty steps are left out. */
  overTime(
    filter: CountFilter,
    stepMs: number,
  ): Promise<readonly (CallCounts & { readonly from: Date })[]>
  /** `groupId` is `null` for calls that no grant carried. */
  byGroup(
    filter: CountFilter,
  ): Promise<readonly (CallCounts & { readonly groupId: string | null })[]>
  byConnection(
    filter: CountFilter,
  ): Promise<readonly (CallCounts & { readonly connectionId: string | null })[]>
  /**
   * When each was last used: principals and keys, sessions, authorisations by any call of theirs,
   * connections by a call that was let through. Whoever was not is not in it.
   */
  lastUses(ids: readonly string[]): Promise<ReadonlyMap<string, Date>>
  /** The youngest event of all, counted or not; 0 where there is none. */
  newest(): Promise<number>
  /** The youngest event of each of these principals, where there is one. */
  newestOf(principalIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The last call that a principal made through a door. */
  lastCallOf(
    principalId: string,
  ): Promise<{ readonly sequence: number; readonly event: CallEvent } | undefined>
}

/** A search of the audit that somebody gave a name. */
export interface SavedFilter {
  readonly id: string
  readonly ownerId: string
  readonly name: string
  readonly shared: boolean
  /** As it was written, unread. */
  readonly filter: Readonly<Record<string, string>>
  readonly createdAt: Date
}

export interface SavedFilters {
  /** Someone's own and all shared ones, by name. */
  list(ownerId: string): Promise<readonly SavedFilter[]>
  get(id: string): Promise<SavedFilter | undefined>
  save(filter: SavedFilter): Promise<void>
  remove(id: string): Promise<void>
}

/** What is asked about the installation itself. */
export interface Installation {
  about(): Promise<{
    readonly version: string
    readonly node: string
    readonly platform: string
    readonly publicUrl: string
    readonly startedAt: Date
    readonly database: {
      readonly kind: 'embedded' | 'external'
      readonly version: string
      readonly sizeBytes: number
      readonly migrations: readonly string[]
    }
  }>
}
