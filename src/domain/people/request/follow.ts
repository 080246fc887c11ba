/** What follows for a request from how its item ended, and what no guard would let be given back. */
import { DONE, type Ending } from '../apply/outcome.ts'
import { judgeAll } from '../plan/guards/judge.ts'
import type { PlanItem } from '../plan/plan.ts'
import type { PlanInput } from '../plan/plan-input.ts'

/**
 * `drift`: something left for HubSpot, and nobody can say what became of it: that is a person's to look
 * at. What HubSpot took and does not show yet counts as given: what is there is compared at the end.
 */
export const afterGiving = (ending: Ending, isSent: boolean): 'granted' | 'drift' | 'not_begun' =>
  DONE.has(ending) || ending === 'not_shown' ? 'granted' : isSent ? 'drift' : 'not_begun'

/** `again`: the next reading shows whether it is done. */
export const afterGivingBack = (ending: Ending): 'restored' | 'again' =>
  DONE.has(ending) || ending === 'gone' ? 'restored' : 'again'

/** Why what is about to be given could not be given back; `undefined` where it could. */
export function noWayBack(item: PlanItem, input: PlanInput): string | undefined {
  if (item.act !== 'change') return undefined
  const back: PlanItem = { ...item, act: 'restore', before: item.after, after: item.before }
  const block = judgeAll([back], input, 'plan').find(({ on }) => on === 'item')
  return block && `It could not be given back. ${block.sentence}`
}
