/** How much may happen at once and within a day. What exceeds it stops the whole plan. */
import type { PlanItem } from '../plan.ts'
import { COUNTED, type Counted, type Counts, type Threshold } from '../plan-input.ts'
import { wholePlan, type Facts, type Judge } from './facts.ts'

const CLASS: Partial<Record<PlanItem['act'], Counted>> = {
  create: 'create',
  change: 'change',
  restore: 'change',
  strip: 'strip',
  remove: 'remove',
}

export const countedAs = ({ act }: Pick<PlanItem, 'act'>): Counted | undefined => CLASS[act]

export function countsOf(items: readonly Pick<PlanItem, 'act'>[]): Counts {
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

const usersOf = ({ snapshot }: Facts): number => snapshot?.users.length ?? 0

export const runThreshold: Judge = (facts) => {
  const counts = countsOf(facts.items)
  return COUNTED.flatMap((one) => {
    const allowed = allowedOf(facts.input.settings.perRun[one], usersOf(facts))
    if (counts[one] <= allowed) return []
    return [
      wholePlan(
        `${counts[one]} of ${usersOf(facts)} users would ${WORDS[one]} in one run, and ${allowed} may. If that is meant, a second person has to release it.`,
      ),
    ]
  })
}

export const dayThreshold: Judge = (facts) => {
  const counts = countsOf(facts.items)
  const { lastDay, settings } = facts.input
  return COUNTED.flatMap((one) => {
    const allowed = allowedOf(settings.perDay[one], usersOf(facts) + lastDay.remove)
    const together = counts[one] + lastDay[one]
    if (counts[one] === 0 || together <= allowed) return []
    // Of a day on which nothing was done before, the limit of one run has said it already.
    const saidOfRun = counts[one] > allowedOf(settings.perRun[one], usersOf(facts))
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
  const counts = countsOf(facts.items)
  const { lastDay } = facts.input
  const before = usersOf(facts) + lastDay.remove
  return (['strip', 'remove'] as const).flatMap((one) => {
    const together = counts[one] + lastDay[one]
    if (counts[one] === 0 || together * 2 <= before) return []
    return [
      wholePlan(
        `${together} of ${before} users would ${WORDS[one]} within a day: more than half. Two people who are known by name have to do that together: one releases it, the other applies.`,
      ),
    ]
  })
}
