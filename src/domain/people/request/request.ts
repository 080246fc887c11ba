/**
 * A request for access to a portal: what was asked, by whom and for how long, and how far it has come.
 * Which way leads where is a table; whatever is not in it cannot happen.
 */
import type { AccessState } from '../plan/access-state.ts'

/** What is asked for comes on top of what is there; only a permission set and a main team take the place of one. */
export interface RequestWish {
  readonly permissionSetId?: string | undefined
  readonly primaryTeamId?: string | undefined
  readonly addTeamIds?: readonly string[] | undefined
  readonly addSeats?: readonly string[] | undefined
}

/** Of an ending nothing follows any more. */
export const REQUEST_STATES = {
  asked: 'Waits for an answer.',
  approved: 'Approved; is given next.',
  granting: 'Is being given.',
  granted: 'Has it, until the time is over.',
  ending: 'Is given back next.',
  drifted:
    'Somebody changed the user meanwhile, so nothing is given back until a person has looked.',
  refused: 'Refused.',
  withdrawn: 'Withdrawn.',
  lapsed: 'Nobody answered in time, or it could not be given in time.',
  kept: 'Given for good.',
  ended: 'Over: the user is as before.',
} as const
export type RequestState = keyof typeof REQUEST_STATES

/** At most one of these for each user of a portal: two at once could not both be given back exactly. */
export const OPEN_STATES = [
  'asked',
  'approved',
  'granting',
  'granted',
  'ending',
  'drifted',
] as const satisfies readonly RequestState[]

/** Nothing is given yet. */
export const NOT_BEGUN_STATES: ReadonlySet<RequestState> = new Set(['asked', 'approved'])

/** The user's access is, or may be, another one than before. */
export const ELEVATED_STATES: ReadonlySet<RequestState> = new Set([
  'granting',
  'granted',
  'ending',
  'drifted',
])

interface Way {
  readonly from: readonly RequestState[]
  readonly to: RequestState
}

export const WAYS = {
  approve: { from: ['asked'], to: 'approved' },
  refuse: { from: ['asked'], to: 'refused' },
  withdraw: { from: ['asked', 'approved'], to: 'withdrawn' },
  lapse: { from: ['asked', 'approved'], to: 'lapsed' },
  /** A plan with it is about to be carried out: from here on nobody can withdraw it unseen. */
  begin: { from: ['approved'], to: 'granting' },
  /** Nothing was written. */
  not_begun: { from: ['granting'], to: 'approved' },
  grant: { from: ['approved', 'granting'], to: 'granted' },
  keep: { from: ['approved', 'granting'], to: 'kept' },
  /** The time is over, or somebody ended it. */
  end: { from: ['granted'], to: 'ending' },
  restore: { from: ['granting', 'granted', 'ending', 'drifted'], to: 'ended' },
  drift: { from: ['granting', 'granted', 'ending'], to: 'drifted' },
  /** What was changed by hand was put right, or meant. */
  settle: { from: ['drifted'], to: 'ended' },
} as const satisfies Record<string, Way>
export type WayName = keyof typeof WAYS

/** What people do about a request; its other ways it goes by itself. */
export const PERSONS_WAYS = [
  'approve',
  'refuse',
  'withdraw',
  'end',
  'settle',
] as const satisfies readonly WayName[]
export type PersonsWay = (typeof PERSONS_WAYS)[number]

export const mayGo = (way: WayName, state: RequestState): boolean =>
  (WAYS[way].from as readonly RequestState[]).includes(state)

/** What stood there before, and what was written: both are needed to go back, or to see that one cannot. */
export interface Elevation {
  readonly prior: AccessState
  readonly granted: AccessState
}

export interface AccessRequest {
  /** `req_…` */
  readonly id: string
  readonly connectionId: string
  readonly state: RequestState
  /** Principal id, or `operator`; as people knew them then. */
  readonly askedBy: { readonly id: string; readonly name: string }
  /** Whose access it is about, where that is a member. */
  readonly principalId: string | null
  readonly email: string
  /** `null`: the portal has no such user yet. */
  readonly userId: string | null
  readonly wish: RequestWish
  /** `null`: for good. */
  readonly hours: number | null
  readonly reason: string
  readonly askedAt: Date
  /** When it is too late to answer, or to begin. */
  readonly lapsesAt: Date
  readonly decided: {
    readonly by: { readonly id: string; readonly name: string }
    readonly at: Date
    readonly note: string | null
  } | null
  /** The plan that gave it. */
  readonly planId: string | null
  readonly elevation: Elevation | null
  readonly grantedAt: Date | null
  readonly endsAt: Date | null
  readonly endedAt: Date | null
  /** What holds it up, or drifted, in a sentence. */
  readonly held: string | null
  /** How often in a row its plan did not do it. */
  readonly tries: number
  /** When it is looked at next. */
  readonly nextAt: Date
}

/** Before a plan that did not do it is made again: 10 minutes, and twice as long each time, up to six hours. */
export const pauseAfter = (tries: number): number =>
  Math.min(10 * 60_000 * 2 ** Math.min(tries, 10), 6 * 3_600_000)

/** A week to answer. */
export const ANSWER_WITHIN_MS = 7 * 86_400_000
export const MOST_HOURS = 24 * 90
