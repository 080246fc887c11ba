/** Plans as people look at them: with what was released, and what became of them. */
import { openBlocks } from '../../../domain/people/plan/guards/judge.ts'
import type { Block } from '../../../domain/people/plan/plan.ts'
import { findConnection } from '../../access/find.ts'
import { authorise, type Context } from '../../context.ts'
import { doerOf } from './doer-of.ts'
import { findPlan } from './find-plan.ts'
import type { StoredOutcome, StoredPlan, StoredRelease, StoredRun, StoredTask } from './ports.ts'

const SHOWN = 50

export interface ShownPlan {
  readonly plan: StoredPlan
  readonly releases: readonly StoredRelease[]
  /** Of the whole plan: what still holds it back for whoever asks. */
  readonly open: readonly Block[]
  readonly run: StoredRun | undefined
  readonly outcomes: readonly StoredOutcome[]
}

/** @throws HubwardError `resource.not_found` */
export async function showPlan(ctx: Context, input: { readonly plan: string }): Promise<ShownPlan> {
  authorise(ctx, 'read', 'people.plans')
  const { plan } = await findPlan(ctx.store.read, input.plan)
  return shownPlan(ctx, plan)
}

/** Newest first, without their items. @throws HubwardError `connection.not_found` */
export async function listPlans(
  ctx: Context,
  input: { readonly connection: string },
): Promise<readonly { readonly plan: StoredPlan; readonly run: StoredRun | undefined }[]> {
  authorise(ctx, 'read', 'people.plans')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return ctx.store.read.provisioning.plans(id, SHOWN)
}

/** What only a person can do in HubSpot. @throws HubwardError `connection.not_found` */
export async function listTasks(
  ctx: Context,
  input: { readonly connection: string; readonly all: boolean },
): Promise<readonly StoredTask[]> {
  authorise(ctx, 'read', 'people.tasks')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return ctx.store.read.provisioning.tasks(id, input.all ? 'all' : 'open')
}

export async function shownPlan(ctx: Context, plan: StoredPlan): Promise<ShownPlan> {
  const { provisioning } = ctx.store.read
  const releases = await provisioning.releases(plan.id)
  const open = openBlocks(
    plan.plan.blocks.filter(({ on }) => on === 'plan'),
    releases.map(({ guard, by }) => ({ guard, by: by.id })),
    doerOf(ctx).id,
  )
  const run = await provisioning.run(plan.id)
  return { plan, releases, open, run, outcomes: await provisioning.outcomes(plan.id) }
}
