/** A plan: what provisioning would do in one portal, each step with before and after, and why not. */
import type { DesireSource } from '../desired-user.ts'
import type { AccessState } from './access-state.ts'
import type { GuardId } from './guards/table.ts'
import type { Note } from './join-wishes.ts'
import type { TaskKind } from './task.ts'

/**
 * The ladder of a leaver is `flag`, `strip`, `reassign`, `remove`: each rung but the last can be
 * taken back. `restore` takes a leaver back to what they had. `task`: the API cannot do it.
 */
export const ACTS = [
  'create',
  'change',
  'restore',
  'flag',
  'strip',
  'reassign',
  'remove',
  'task',
] as const
export type Act = (typeof ACTS)[number]

export interface DesireRef {
  readonly source: DesireSource
  readonly key: string
}

/** Records that name a user as their owner, or in a custom property of the user type. */
export interface RecordMove {
  readonly fromOwnerId: string
  readonly toOwnerId: string
  /** As counted when the plan was made. */
  readonly count: number
  /** These alone; `null`: whatever names the owner. */
  readonly only: readonly MovedRecords[] | null
}

export interface MovedRecords {
  readonly objectType: string
  readonly property: string
  readonly ids: readonly string[]
}

export interface PlanItem {
  /** `strip:1042`: one per plan. */
  readonly id: string
  readonly act: Act
  /** `null` where there is no user yet. */
  readonly userId: string | null
  /** As the source or, else, HubSpot writes it. */
  readonly email: string
  readonly desire: DesireRef
  /** One sentence for whoever approves. */
  readonly reason: string
  /** As the snapshot shows it; `null` where there is no user. */
  readonly before: AccessState | null
  /** The whole state afterwards; `null` where the user is gone. */
  readonly after: AccessState | null
  readonly seats: { readonly taken: readonly string[]; readonly freed: readonly string[] }
  /** Records owned; `null`: not known, or of no matter here. */
  readonly owned: number | null
  readonly move: RecordMove | null
  /** An invitation by e-mail goes with it. */
  readonly welcome: boolean
  /** Whether the names are part of before and after. */
  readonly names: 'with_names' | 'without_names'
  readonly superAdmin: boolean
  readonly task: { readonly kind: TaskKind; readonly wanted: string | null } | null
}

export interface Block {
  readonly guard: GuardId
  /** `plan`: nothing of the plan is done. `item`: that one. `person`: nothing was planned for them. */
  readonly on: 'plan' | 'item' | 'person'
  /** Of `item`. */
  readonly itemId: string | null
  /** Whom it is about; `null` of a plan. */
  readonly email: string | null
  /** What was refused, why, and what to do. */
  readonly sentence: string
}

export interface Plan {
  readonly connectionId: string
  readonly portalId: number
  /** `rdg_…`: the sealed reading that it was made from. */
  readonly readingId: string
  readonly items: readonly PlanItem[]
  readonly blocks: readonly Block[]
  /** Where sources differ, and one was heard. Plans of before have none. */
  readonly notes?: readonly Note[]
  /** By seat: how many are left now, and would be. `left: null`: HubSpot does not tell. */
  readonly seats: readonly SeatEffect[]
}

export interface SeatEffect {
  readonly name: string
  readonly left: number | null
  readonly taken: number
  readonly freed: number
}

/** Acts that take something away from a person: what thresholds and shrunken sources are about. */
export const TAKES_AWAY: ReadonlySet<Act> = new Set(['strip', 'remove'])

/** Acts that write to a user at HubSpot. */
export const WRITES: ReadonlySet<Act> = new Set(['create', 'change', 'restore', 'strip', 'remove'])
