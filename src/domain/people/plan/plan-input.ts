/** All that a plan is made of. Whoever gathers it reads the world; the planner does not. */
import type { DesiredUser, DesireSource } from '../desired-user.ts'
import type { Snapshot } from '../snapshot.ts'
import type { AccessState } from './access-state.ts'
import type { DesireRef } from './plan.ts'

/**
 * A source as it is configured at one time. Two of them, then and now, tell a person who left from
 * a configuration that sees less: a filter, a group taken off, a file cut short, a token that ended.
 */
export interface SourceDescriptor {
  readonly source: DesireSource
  /** Which configuration of that kind. */
  readonly id: string
  readonly state: 'live' | 'disabled' | 'expired' | 'unreadable'
  /** What it was told to look at: groups, rules. Sorted. */
  readonly covers: readonly string[]
  /** Keys of everybody whom it says anything of. Sorted. */
  readonly keys: readonly string[]
}

/** Someone on the way out. */
export interface Leaving {
  readonly userId: string
  readonly email: string
  readonly desire: DesireRef
  /** What they had before; a return restores exactly this. */
  readonly prior: AccessState
  readonly flaggedAt: Date
  /** Seen in the portal at that time. */
  readonly stripped: { readonly at: Date; readonly state: AccessState } | null
}

/** What is to become of a leaver's records. `keep`: they stay, under “Deactivated user”. */
export type RecordFate = { readonly toOwnerId: string } | 'keep'

export interface ProtectedUsers {
  /** Portal user ids that this or another connection works as. */
  readonly own: readonly string[]
  /** False: HubSpot does not tell as whom the connection works. */
  readonly ownKnown: boolean
  /** Addresses as `emailKey` makes them. Nothing is written to them. */
  readonly breakGlass: readonly string[]
}

/** What a source said and nobody can carry out; nothing is planned of it. */
export interface UnclearWish {
  /** Of its source. */
  readonly id: string
  readonly email: string | null
  /** What is the matter, and what to do. */
  readonly reason: string
}

/** Writes that are counted against a limit. */
export const COUNTED = ['create', 'change', 'strip', 'remove'] as const
export type Counted = (typeof COUNTED)[number]
export type Counts = Readonly<Record<Counted, number>>
export const NOTHING_DONE: Counts = { create: 0, change: 0, strip: 0, remove: 0 }

export interface Threshold {
  /** So many always pass: a small portal must be able to work. */
  readonly few: number
  /** Of the users of the portal. */
  readonly percent: number
  /** Never more than this, however large the portal. */
  readonly most: number
}

export interface GuardSettings {
  readonly superAdminFloor: number
  readonly coolOffDays: number
  /** What a leaver is left with; `null`: none. */
  readonly leastPermissionSetId: string | null
  /** Whether new users are invited by HubSpot's e-mail. */
  readonly welcome: boolean
  /** How old the reading may be: to plan from, and to apply against. */
  readonly planReadingMinutes: number
  readonly applyReadingMinutes: number
  readonly perRun: Readonly<Record<Counted, Threshold>>
  readonly perDay: Readonly<Record<Counted, Threshold>>
}

const GENTLE: Threshold = { few: 10, percent: 25, most: 500 }
const WIDE: Threshold = { few: 10, percent: 50, most: 1_000 }
/** More than three and more than a tenth (identity research §5, rule 6). */
const TIGHT: Threshold = { few: 3, percent: 10, most: 100 }

export const DEFAULT_SETTINGS: GuardSettings = {
  superAdminFloor: 2,
  coolOffDays: 7,
  leastPermissionSetId: null,
  welcome: true,
  planReadingMinutes: 24 * 60,
  applyReadingMinutes: 10,
  perRun: { create: GENTLE, change: WIDE, strip: TIGHT, remove: TIGHT },
  perDay: { create: GENTLE, change: WIDE, strip: TIGHT, remove: TIGHT },
}

export interface PlanInput {
  readonly now: Date
  /** `null`: none was ever sealed. */
  readonly snapshot: Snapshot | null
  /** When the newest reading ended, whether or not it could be sealed. */
  readonly newestReading: { readonly at: Date; readonly sealed: boolean } | null
  readonly desired: readonly DesiredUser[]
  /** Wishes that cannot be carried out as they stand. */
  readonly unclear?: readonly UnclearWish[]
  /** Names of permission sets that rules want and the portal lacks. */
  readonly setsToMake: readonly string[]
  readonly sources: readonly SourceDescriptor[]
  /** As they were when a plan was last carried out. */
  readonly sourcesBefore: readonly SourceDescriptor[]
  readonly protected: ProtectedUsers
  /** `emailKey`s of those who were in the portal and left. */
  readonly gone?: ReadonlySet<string>
  /** By user id; not there: not known. */
  readonly owned: ReadonlyMap<string, number>
  readonly fates: ReadonlyMap<string, RecordFate>
  /** By user id. */
  readonly leaving: ReadonlyMap<string, Leaving>
  /** By user id: who has access for a while, in a sentence. Nothing else is planned of them till it is over. */
  readonly elevated?: ReadonlyMap<string, string>
  /** `emailKey`s of those who were invited by e-mail once. */
  readonly welcomed: ReadonlySet<string>
  /** Carried out in the 24 hours before, without what the run in question did itself. */
  readonly lastDay: Counts
  readonly settings: GuardSettings
  /** It is carried out without a person. */
  readonly byItself?: boolean
  /** Somebody has stopped all writing on this connection. */
  readonly halted: boolean
}
