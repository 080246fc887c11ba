/** Plans, refusals and outcomes as the audit shows them. */
import type { Connection } from '../../../domain/connection/connection.ts'
import type { Outcome } from '../../../domain/people/apply/outcome.ts'
import type { Block, PlanItem } from '../../../domain/people/plan/plan.ts'
import { recordChange } from '../../change.ts'
import type { Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import type { StoredPlan } from './ports.ts'

export type PlanAction = 'plan' | 'release' | 'apply' | 'finish' | 'stop'

export const recordPlan = (
  tx: Repositories,
  ctx: Context,
  action: PlanAction,
  plan: StoredPlan,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> =>
  recordChange(tx, ctx, {
    action: `people.${action}`,
    targetKind: 'provisioning_plan',
    targetId: plan.id,
    targetName: plan.id,
    connectionId: plan.connectionId,
    before: null,
    after: { hash: plan.hash, ...facts },
  })

/** One event for each thing that a guard held back, with the guard's id. */
export async function recordRefusals(
  tx: Repositories,
  ctx: Context,
  plan: Pick<StoredPlan, 'id' | 'connectionId'>,
  blocks: readonly Block[],
): Promise<void> {
  for (const { guard, on, itemId, email, sentence } of blocks)
    await recordChange(tx, ctx, {
      action: 'people.refuse',
      targetKind: 'provisioning_plan',
      targetId: plan.id,
      targetName: email ?? plan.id,
      connectionId: plan.connectionId,
      before: null,
      after: { guard, on, itemId, sentence },
    })
}

/** What became of one step: the user's state before, and after where it was done. */
export const recordOutcome = (
  tx: Repositories,
  ctx: Context,
  connection: Pick<Connection, 'id'>,
  planId: string,
  item: PlanItem,
  { ending, detail, userId }: Outcome,
): Promise<void> =>
  recordChange(tx, ctx, {
    action: `people.${item.act}`,
    targetKind: 'portal_user',
    targetId: userId ?? item.userId ?? item.email,
    targetName: item.email,
    connectionId: connection.id,
    before: item.before,
    after: { ending, detail, planId, itemId: item.id, state: item.after, move: item.move },
  })
