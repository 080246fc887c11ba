import { HubwardError } from '../../../domain/errors.ts'
import { GUARD_IDS, GUARDS, type Guard } from '../../../domain/people/plan/guards/table.ts'
import { authorise, type Context } from '../../context.ts'
import { demandStepUp } from '../../sign-in/demand-step-up.ts'
import { demandPersonToApprove, doerOf } from './doer-of.ts'
import { findPlan } from './find-plan.ts'
import type { StoredRelease } from './ports.ts'
import { recordPlan } from './record.ts'

export interface ReleaseGuard {
  readonly plan: string
  /** Of the plan that was looked at: a release is good for exactly that. */
  readonly planHash: string
  readonly guard: string
}

/**
 * Lets one guard of one plan pass. It counts for whoever else applies the plan, never for the same
 * person. Most guards can be let pass by nobody.
 *
 * @throws HubwardError `resource.not_found`, `people.plan_changed`, `people.plan_blocked`,
 *   `request.invalid`, `auth.step_up_required`
 */
export async function releaseGuard(
  ctx: Context,
  input: ReleaseGuard,
): Promise<readonly StoredRelease[]> {
  authorise(ctx, 'approve', 'people.release')
  demandPersonToApprove(ctx)
  demandStepUp(ctx)
  const { plan } = await findPlan(ctx.store.read, input.plan)
  if (plan.hash !== input.planHash)
    throw new HubwardError(
      'people.plan_changed',
      'That is not the hash of this plan, so another one was looked at. Show the plan and release what you see.',
    )
  const guard = GUARD_IDS.find((id) => id === input.guard)
  if (!guard)
    throw new HubwardError('request.invalid', `There is no guard "${input.guard}".`, {
      fields: [{ path: 'guard', message: `One of ${GUARD_IDS.join(', ')}.` }],
    })
  if ((GUARDS[guard] satisfies Guard).releasedBy === 'nobody')
    throw new HubwardError(
      'people.plan_blocked',
      `Nobody can let "${guard}" pass. What it says has to be put right first.`,
      { facts: { guards: [guard] } },
    )
  const release: StoredRelease = { guard, by: doerOf(ctx), at: ctx.world.now() }
  await ctx.store.aside(async (tx) => {
    await tx.provisioning.release(plan.id, release)
    await recordPlan(tx, ctx, 'release', plan, { guard })
  })
  return ctx.store.read.provisioning.releases(plan.id)
}
