/** Asks every guard of the table, and tells what of their answers is still open. */
import type { Block, PlanItem } from '../plan.ts'
import { NOTHING_DONE, type Counts, type PlanInput } from '../plan-input.ts'
import type { Facts } from './facts.ts'
import { GUARD_IDS, GUARDS, type Guard, type GuardId } from './table.ts'

/**
 * @param items that are left to do
 * @param doneBefore what the same run did before it stopped; `input.lastDay` is without it
 */
export function judgeAll(
  items: readonly PlanItem[],
  input: PlanInput,
  when: Facts['when'],
  doneBefore: Counts = NOTHING_DONE,
): readonly Block[] {
  const { snapshot } = input
  const userById = new Map(snapshot?.users.map((user) => [user.userId, user]))
  const facts: Facts = { input, snapshot, items, doneBefore, userById, when }
  return GUARD_IDS.flatMap((guard) =>
    ((GUARDS[guard] satisfies Guard).judge?.(facts) ?? []).map((found) => ({ ...found, guard })),
  )
}

/** Somebody let a guard of one plan pass. */
export interface Release {
  readonly guard: GuardId
  /** Principal id, or {@link OPERATOR}. */
  readonly by: string
}

export const OPERATOR = 'operator'

/** The blocks that nobody has let pass: a release always takes another person than whoever applies. */
export function openBlocks(
  blocks: readonly Block[],
  releases: readonly Release[],
  appliedBy: string,
): readonly Block[] {
  return blocks.filter(({ guard }) => {
    const { releasedBy } = GUARDS[guard] satisfies Guard
    if (releasedBy === 'nobody') return true
    const named = releasedBy === 'named_people'
    if (named && appliedBy === OPERATOR) return true
    return !releases.some(
      (release) =>
        release.guard === guard && release.by !== appliedBy && !(named && release.by === OPERATOR),
    )
  })
}
