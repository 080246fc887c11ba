/** Which items of requests can be done now, and what holds up the others. */
import { judgeAll } from '../plan/guards/judge.ts'
import type { PlanItem } from '../plan/plan.ts'
import type { PlanInput } from '../plan/plan-input.ts'
import { noWayBack } from './follow.ts'

export interface Sifted {
  readonly free: readonly PlanItem[]
  /** By id of the item: why it waits, in a sentence. */
  readonly held: ReadonlyMap<string, string>
}

/**
 * What was given is given back before anything more is given; and of what is to be given so much as no
 * guard on the whole plan stops, so that many at once hold up neither each other nor a way back.
 */
export function siftItems(items: readonly PlanItem[], input: PlanInput): Sifted {
  const free: PlanItem[] = []
  const held = new Map<string, string>()
  for (const item of items.toSorted((a, b) => rank(a) - rank(b))) {
    // Without it nothing was held up, so whatever is now is because of it.
    const blocks = judgeAll([...free, item], input, 'plan')
    const block = blocks.find(({ on }) => on !== 'person')
    const sentence = block?.sentence ?? noWayBack(item, input)
    if (sentence === undefined) free.push(item)
    else held.set(item.id, sentence)
  }
  return { free, held }
}

const rank = ({ act }: PlanItem): number => (act === 'restore' ? 0 : 1)
