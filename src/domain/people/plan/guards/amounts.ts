/** How much may happen at once and within a day. What exceeds it stops the whole plan. */
import { TAKES_AWAY, type PlanItem } from '../plan.ts'
import { COUNTED, type Counted, type Counts, type Threshold } from '../plan-input.ts'
import { wholePlan, type Facts, type Judge } from './facts.ts'

const CLASS: Partial<Record<PlanItem['act'], Counted>> = {
  create: 'create',
  change: 'change',
  restore: 'change',
  strip: 'strip',
  remove: 'remove',
}

type Countable = Pick<PlanItem, 'act' | 'desire'>

/**
 * What a request gave is given back past every limit and fills none: whoever approved the request has
 * approved both ways, and the limits are there to hold up nobody's going back.
 */
export const countedAs = ({ act, desire }: Countable): Counted | undefined =>
  act === 'restore' && desire.source === 'request' ? undefined : CLASS[act]

export function countsOf(items: readonly Countable[]): Counts {
  const counts = { create: 0, change: 0, strip: 0, remove: 0 }
  for (const item of items) {
    const as = countedAs(item)
    if (as) counts[as] += 1
  }
  return counts
}

/** So many pass without being asked about. */
export const allowedOf = ({ few, percent, most }: Threshold, users: number): number =>
  Math.min(most, Math.max(few, Math.floor((users * percent) / 100)))

const WORDS: Record<Counted, string> = {
  create: 'be created',
  change: 'be changed',
  strip: 'lose their access',
  remove: 'be removed',
}

/** With whom the same run removed before it stopped: a run is judged as one, however often it stops. */
const usersOf = ({ snapshot, doneBefore }: Facts): number =>
  (snapshot?.users.length ?? 0) + doneBefore.remove

/** Of those left to do, and of all of the run; classes of which nothing is left are nobody's question. */
function amountsOf({ items, doneBefore }: Facts): readonly (readonly [Counted, number])[] {
  const left = countsOf(items)
  return COUNTED.filter((one) => left[one] > 0).map((one) => [one, left[one] + doneBefore[one]])
}

export const runThreshold: Judge = (facts) =>
  amountsOf(facts).flatMap(([one, count]) => {
    const allowed = allowedOf(facts.input.settings.perRun[one], usersOf(facts))
    if (count <= allowed) return []
    return [
      wholePlan(
        `${count} of ${usersOf(facts)} users would ${WORDS[one]} in one run, and ${allowed} may. If that is meant, a second person has to release it.`,
      ),
    ]
  })

export const dayThreshold: Judge = (facts) => {
  const { lastDay, settings } = facts.input
  return amountsOf(facts).flatMap(([one, count]) => {
    const allowed = allowedOf(settings.perDay[one], usersOf(facts) + lastDay.remove)
    const together = count + lastDay[one]
    if (together <= allowed) return []
    // Of a day on which nothing was done before, the limit of one run has said it already.
    const saidOfRun = count > allowedOf(settings.perRun[one], usersOf(facts))
    if (lastDay[one] === 0 && saidOfRun) return []
    return [
      wholePlan(
        `With ${lastDay[one]} in the last 24 hours, ${together} users would ${WORDS[one]}, and ${allowed} may in a day. Wait, or let a second person release it.`,
      ),
    ]
  })
}

/** Also drop by drop: what went within the day counts. */
export const halfOfPortal: Judge = (facts) => {
  const { lastDay } = facts.input
  const before = usersOf(facts) + lastDay.remove
  return amountsOf(facts).flatMap(([one, count]) => {
    const together = count + lastDay[one]
    if (!TAKES_AWAY.has(one) || together * 2 <= before) return []
    return [
      wholePlan(
        `${together} of ${before} users would ${WORDS[one]} within a day: more than half. Two people who are known by name have to do that together: one releases it, the other applies.`,
      ),
    ]
  })
}
