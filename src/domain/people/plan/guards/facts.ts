/** What a guard looks at, and the words it answers in. */
import type { PortalUser } from '../../portal-user.ts'
import type { Snapshot } from '../../snapshot.ts'
import type { Block, PlanItem } from '../plan.ts'
import type { Counts, PlanInput } from '../plan-input.ts'

export interface Facts {
  readonly input: PlanInput
  /** `null`: none is sealed. */
  readonly snapshot: Snapshot | null
  /** That are left to do. */
  readonly items: readonly PlanItem[]
  /** What the same run did before it stopped: together with the rest it is what was looked at. */
  readonly doneBefore: Counts
  readonly userById: ReadonlyMap<string, PortalUser>
  /** An application wants a fresher reading than a plan. */
  readonly when: 'plan' | 'apply'
}

export type Finding = Omit<Block, 'guard'>
export type Judge = (facts: Facts) => readonly Finding[]

export const wholePlan = (sentence: string): Finding => ({
  on: 'plan',
  itemId: null,
  email: null,
  sentence,
})

export const oneItem = ({ id, email }: PlanItem, sentence: string): Finding => ({
  on: 'item',
  itemId: id,
  email,
  sentence,
})

export const onePerson = (email: string, sentence: string): Finding => ({
  on: 'person',
  itemId: null,
  email,
  sentence,
})
