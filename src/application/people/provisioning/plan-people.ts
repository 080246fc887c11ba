import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { makePlan } from '../../../domain/people/plan/make-plan.ts'
import type { Block, Plan } from '../../../domain/people/plan/plan.ts'
import { planText } from '../../../domain/people/plan/plan-text.ts'
import type { PeopleRules } from '../../../domain/people/rules.ts'
import { findConnection } from '../../access/find.ts'
import { authorise, newId, type Context } from '../../context.ts'
import type { ScimWishes } from '../../scim/desired-users.ts'
import { newestSnapshot } from '../newest-snapshot.ts'
import { doerOf } from './doer-of.ts'
import { gatherInput } from './gather-input.ts'
import type { StoredPlan, Wanted } from './ports.ts'
import { recordPlan, recordRefusals } from './record.ts'
import { tellWishes } from './tell-wishes.ts'
import { rulesInForce, wantedNow } from './wanted-now.ts'

export interface PlanPeople {
  /** Id or name. */
  readonly connection: string
  /** Those of the plan that was carried out last, unless given. */
  readonly rules?: PeopleRules | undefined
}

/**
 * Plans what rules and identity providers want of a portal's users, from the newest sealed reading. Nothing is written to
 * HubSpot; the records of leavers are counted there.
 *
 * @throws HubwardError `connection.not_found`, `people.never_read`, `request.invalid`
 */
export async function planPeople(ctx: Context, input: PlanPeople): Promise<StoredPlan> {
  authorise(ctx, 'operate', 'people.plan')
  const connection = await findConnection(ctx.store.read, input.connection)
  const snapshot = await newestSnapshot(ctx.store.read.people, connection)
  if (!snapshot) throw neverRead(connection)
  const now = await wantedNow(
    ctx,
    connection,
    snapshot,
    input.rules ?? (await rulesInForce(ctx, connection)),
  )
  if (!now.ok)
    throw new HubwardError('request.invalid', 'The rules do not fit the portal.', {
      fields: now.error,
    })
  const { wishes } = now.value
  const wanted = input.rules ? now.value.wanted : { ...now.value.wanted, rulesKept: true }
  const plan = makePlan(await gatherInput(ctx, ctx.store.read, connection, wanted))
  if (!plan) throw neverRead(connection)
  return keepPlan(ctx, plan, wanted, { wishes })
}

export const neverRead = ({ name }: Connection): HubwardError =>
  new HubwardError(
    'people.never_read',
    `No reading of the people of "${name}" is sealed yet, so there is nothing to plan from. Read them first: hubward people sync ${name}.`,
  )

/** Stores it as it is shown, with an event for each refusal. */
export async function keepPlan(
  ctx: Context,
  plan: Plan,
  wanted: Wanted,
  { undoOf, wishes }: { readonly undoOf?: string; readonly wishes?: ScimWishes } = {},
): Promise<StoredPlan> {
  const stored: StoredPlan = {
    id: newId(ctx.world, 'provisioning_plan'),
    connectionId: plan.connectionId,
    undoOf: undoOf ?? null,
    madeAt: ctx.world.now(),
    madeBy: doerOf(ctx),
    hash: ctx.hashKey(planText(plan)),
    plan,
    wanted,
  }
  await ctx.store.aside(async (tx) => {
    await tx.provisioning.savePlan(stored)
    await recordPlan(tx, ctx, 'plan', stored, summaryOf(plan))
    await recordRefusals(tx, ctx, stored, plan.blocks)
    if (wishes) await tellWishes(tx, ctx, plan, wishes)
  })
  return stored
}

const summaryOf = ({ items, blocks, readingId }: Plan) => ({
  readingId,
  items: Object.fromEntries(
    [...Map.groupBy(items, ({ act }) => act)].map(([act, some]) => [act, some.length]),
  ),
  guards: [...new Set(blocks.map(({ guard }: Block) => guard))].toSorted(),
})
