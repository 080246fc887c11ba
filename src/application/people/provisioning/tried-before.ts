/**
 * What was tried by itself and did not come about: it is tried again after pauses that grow, so that
 * nobody is asked the same every minute. Another wish for the same user is another matter, and is tried at once.
 */
import { canonicalJson } from '../../../domain/audit/canonical.ts'
import { DONE, type Ending } from '../../../domain/people/apply/outcome.ts'
import type { PlanItem } from '../../../domain/people/plan/plan.ts'
import type { ProvisioningRepository } from './ports.ts'

const FIRST_PAUSE_MS = 10 * 60_000
const DAY_MS = 86_400_000
/** Of which pauses are counted: from then on it is as good as new. */
const REMEMBERED_MS = 7 * DAY_MS

/** Of a guard, or of a step before it, people are told otherwise, and nothing was tried. */
const NOT_TRIED: ReadonlySet<Ending> = new Set(['blocked', 'waits'])
export const isFailed = (ending: Ending): boolean => !DONE.has(ending) && !NOT_TRIED.has(ending)

export interface TriedBefore {
  readonly has: (item: PlanItem) => boolean
  readonly pauses: (item: PlanItem) => boolean
  /** Whose pause is over, in a text that changes when another one is. */
  readonly due: string
}

export async function triedBefore(
  provisioning: Pick<ProvisioningRepository, 'failedByItself'>,
  connectionId: string,
  now: Date,
): Promise<TriedBefore> {
  const since = new Date(now.getTime() - REMEMBERED_MS)
  const failed = (await provisioning.failedByItself(connectionId, since)).filter(({ ending }) =>
    isFailed(ending),
  )
  const again = new Map(
    [...Map.groupBy(failed, ({ item }) => wishOf(item))].map(([wish, times]) => {
      const last = Math.max(...times.map(({ at }) => at.getTime()))
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** (times.length - 1), DAY_MS)
      return [wish, { at: last + pause, times: times.length }]
    }),
  )
  const isDue = ({ at }: { readonly at: number }) => at <= now.getTime()
  return {
    has: (item) => again.has(wishOf(item)),
    pauses: (item) => {
      const one = again.get(wishOf(item))
      return one !== undefined && !isDue(one)
    },
    due: [...again.values()]
      .filter(isDue)
      .map(({ at, times }) => `${at}x${times}`)
      .toSorted()
      .join(),
  }
}

const wishOf = ({ id, after, move }: PlanItem): string =>
  canonicalJson({ id, after, to: move?.toOwnerId ?? null })
