/** Steps of plans and how they ended, in people's words. */
import type { Tone } from '../parts/callout.tsx'
import type { Act, Ending, PlanItem, PlansEntry } from './types.ts'

export interface Word {
  readonly word: string
  readonly tone: Tone
}

export const ACTS: Readonly<Record<Act, Word & { readonly many: (count: number) => string }>> = {
  create: { word: 'Create', tone: 'good', many: (n) => `create ${users(n)}` },
  change: { word: 'Change', tone: 'accent', many: (n) => `change ${users(n)}` },
  restore: { word: 'Restore', tone: 'good', many: (n) => `give ${users(n)} back what they had` },
  flag: { word: 'Flag', tone: 'plain', many: (n) => `note ${users(n)} as leaving` },
  strip: { word: 'Strip', tone: 'warn', many: (n) => `take all access from ${users(n)}` },
  reassign: { word: 'Reassign', tone: 'accent', many: (n) => `hand on the records of ${users(n)}` },
  remove: { word: 'Remove', tone: 'bad', many: (n) => `remove ${users(n)} from the portal` },
  task: { word: 'By hand', tone: 'plain', many: (n) => `leave ${n} to a person` },
}

export const ACT_NAMES = Object.keys(ACTS) as readonly Act[]

const users = (count: number): string => (count === 1 ? '1 user' : `${NUMBER.format(count)} users`)
const NUMBER = new Intl.NumberFormat('en')

/** `done` and `already` are what was planned. */
export const endedWell = (ending: Ending): boolean => ending === 'done' || ending === 'already'

export const PLAN_STATES: Readonly<Record<PlansEntry['state'], Word>> = {
  open: { word: 'Not applied', tone: 'plain' },
  running: { word: 'Being applied', tone: 'accent' },
  stopped: { word: 'Stopped', tone: 'warn' },
  finished: { word: 'Applied', tone: 'good' },
}

/** Why a run ended before its last step. */
const STOPS: Readonly<Record<string, string>> = {
  halted: 'somebody stopped all writing to this portal',
  overtaken: 'it was silent for so long that it was taken for dead',
  interrupted: 'Hubward itself was interrupted',
  limited: 'HubSpot’s allowance was used up',
  unauthorised: 'HubSpot no longer accepts the credential',
  forbidden: 'the credential lacks a HubSpot scope',
  unreachable: 'HubSpot could not be reached',
  not_recorded: 'the step could not be recorded first',
  unreadable: 'HubSpot’s answer could not be understood',
  failed: 'something kept it from going on; the log says what',
}

export const stopOf = (reason: string | null): string =>
  STOPS[reason ?? 'failed'] ?? STOPS['failed']!

/** How many of each, in the order of the ladder. */
export function countsOf(
  items: readonly Pick<PlanItem, 'act'>[],
): readonly (readonly [Act, number])[] {
  return ACT_NAMES.flatMap((act) => {
    const count = items.filter((item) => item.act === act).length
    return count > 0 ? [[act, count] as const] : []
  })
}
