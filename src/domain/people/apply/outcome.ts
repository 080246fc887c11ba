/** How an item of a plan ended, and what its journal tells of earlier attempts. */
import type { MovedRecords } from '../plan/plan.ts'
import type { PortalAnswer, PortalRead, PortalWrite, StopReason } from './portal-call.ts'

export const ENDINGS = {
  done: 'Done, and seen in the portal.',
  already: 'It was so already.',
  drifted: 'The user is no longer as the plan shows, so nothing was written.',
  exists: 'Somebody with that address is in the portal by now, so nobody was created.',
  gone: 'The user is not in the portal any more.',
  super_admin: 'The user is a super admin by now, and Hubward writes nothing to one.',
  blocked: 'A guard held it back.',
  waits: 'A step before it was not done.',
  refused: 'HubSpot refused it.',
  not_shown: 'HubSpot took it and does not show it. The next reading tells what became of it.',
  not_as_planned: 'HubSpot made something else of it than was sent.',
  unclear: 'An earlier attempt got no answer, and what is there now is neither before nor after.',
} as const
export type Ending = keyof typeof ENDINGS

export const DONE: ReadonlySet<Ending> = new Set(['done', 'already'])

export interface Outcome {
  readonly ending: Ending
  /** Of the user, where one was created. */
  readonly userId: string | null
  /** HubSpot's status of a refusal; fields that differ; the guard. */
  readonly detail: string | null
}

export const ended = (
  ending: Ending,
  more: { userId?: string; detail?: string } = {},
): Outcome => ({ ending, userId: more.userId ?? null, detail: more.detail ?? null })

export interface Stopped {
  readonly stopped: StopReason
}

/** Of one item: what was intended before, whether or not an answer came. */
export interface History {
  readonly creates: number
  readonly writes: number
  readonly moved: readonly MovedRecords[]
}
export const NO_HISTORY: History = { creates: 0, writes: 0, moved: [] }

/** What a step machine wants next. A `write` is in the journal before it leaves. */
export type Move =
  | { readonly do: 'ask'; readonly call: PortalRead }
  | { readonly do: 'write'; readonly call: PortalWrite }
  | { readonly do: 'wait' }

/** Waits are answered by nothing. */
export type Steps<T = Outcome | Stopped> = Generator<Move, T, PortalAnswer>
