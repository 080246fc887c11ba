import { HubwardError } from '../../../domain/errors.ts'
import { authorise, type Context } from '../../context.ts'
import { demandStepUp } from '../../sign-in/demand-step-up.ts'
import { startRun, type Applied, type RunningApply } from './carry-through.ts'
import { demandPersonToApprove } from './doer-of.ts'
import { findPlan } from './find-plan.ts'
import type { StoredPlan } from './ports.ts'

export interface ApplyPlan {
  readonly plan: string
  /** Of the plan that was looked at. */
  readonly planHash: string
}

/**
 * Carries a plan out, item by item, against a reading that is taken for it; returns as soon as that
 * has begun, and goes on when whoever watches goes away. Each write is in the journal before it leaves,
 * and each user is read before and after. What drifted is passed over; what makes going on unsafe stops
 * the run, and applying again goes on where it stopped. Of two at once on one connection one is refused.
 *
 * @throws HubwardError `resource.not_found`, `people.plan_changed`, `people.plan_running`,
 *   `people.plan_finished`, `auth.step_up_required`; once it has begun `people.plan_blocked` and
 *   `connection.*`, by `done`
 */
export async function startApply(ctx: Context, input: ApplyPlan): Promise<RunningApply> {
  authorise(ctx, 'approve', 'people.apply')
  demandPersonToApprove(ctx)
  demandStepUp(ctx)
  const { plan, connection } = await findPlan(ctx.store.read, input.plan)
  if (plan.hash !== input.planHash)
    throw new HubwardError(
      'people.plan_changed',
      'That is not the hash of this plan, so another one was looked at. Nothing was done; show the plan and apply what you see.',
    )
  await demandNewest(ctx, plan)
  return startRun(ctx, plan, connection)
}

/** Carries it to its end. @throws HubwardError as {@link startApply}, and what kept it from its end */
export async function applyPlan(ctx: Context, input: ApplyPlan): Promise<Applied> {
  return (await startApply(ctx, input)).done
}

/**
 * An older plan was made without knowing what people decided since. What was given for a while or done by
 * itself meanwhile makes none old: guards and states are asked again anyway, and releases would be lost.
 */
async function demandNewest({ store }: Context, plan: StoredPlan): Promise<void> {
  const run = await store.read.provisioning.run(plan.id)
  if (run?.state === 'stopped' || run?.state === 'running') return
  if (!(await store.read.provisioning.isOutdated(plan))) return
  throw new HubwardError(
    'people.plan_changed',
    'A newer plan was made for this connection since. Look at that one, and apply it.',
  )
}
