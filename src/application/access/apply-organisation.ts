import type { PlannedChange, PlannedGrant, PlannedGroup } from '../../domain/access/plan.ts'
import { HubwardError } from '../../domain/errors.ts'
import { inChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { createGroupIn } from './create-group.ts'
import { createMemberIn } from './create-member.ts'
import { createServiceAccountIn } from './create-service-account.ts'
import { findConnection, findGroup, findPrincipal } from './find.ts'
import { planFor, type BoundPlan, type PlanOrganisation } from './plan-organisation.ts'
import { readState } from './read-state.ts'
import { removeGrantIn } from './remove-grant.ts'
import { removeGroupIn } from './remove-group.ts'
import { removeMemberIn } from './remove-member.ts'
import { removeServiceAccountIn } from './remove-service-account.ts'
import { setGrantIn } from './set-grant.ts'
import { setOrganisationIn } from './set-organisation.ts'
import { updateGroupIn } from './update-group.ts'
import { updateMemberIn } from './update-member.ts'

export interface ApplyOrganisation extends PlanOrganisation {
  /** Of the plan that was shown: anything else is not applied. */
  readonly planHash: string
}

/**
 * Does what the plan said, all of it or nothing, each change with its own audit record. Applying
 * the same document again changes nothing.
 *
 * @throws HubwardError `request.invalid`; `resource.conflict` where the organisation has changed
 *   since the plan was made, so that the changes would be others than those shown
 */
export async function applyOrganisation(
  ctx: Context,
  input: ApplyOrganisation,
): Promise<BoundPlan> {
  authorise(ctx, 'change', 'organisation.apply')
  return inChange(ctx, async (tx) => {
    const plan = planFor(ctx, await readState(tx, ctx.world.now()), input)
    if (plan.hash !== input.planHash)
      throw new HubwardError(
        'resource.conflict',
        'The organisation or the file has changed since the plan was made. Nothing was applied; plan again and look at the changes.',
      )
    for (const change of plan.changes) await perform(tx, ctx, change)
    return plan
  })
}

async function perform(tx: Repositories, ctx: Context, change: PlannedChange): Promise<void> {
  switch (change.kind) {
    case 'organisation':
      if (change.after) await setOrganisationIn(tx, ctx, change.after)
      return
    case 'member':
      if (!change.after) return removeMemberIn(tx, ctx, { member: change.name })
      if (!change.before) await createMemberIn(tx, ctx, change.after)
      else await updateMemberIn(tx, ctx, { ...change.after, member: change.name })
      return
    case 'service_account':
      if (!change.after) return removeServiceAccountIn(tx, ctx, { serviceAccount: change.name })
      await createServiceAccountIn(tx, ctx, change.after)
      return
    case 'group':
      if (!change.after) return removeGroupIn(tx, ctx, { group: change.name })
      return setGroup(tx, ctx, change.before, change.after)
    case 'grant':
      if (change.after) return setPlannedGrant(tx, ctx, change.after)
      if (change.before) return removePlannedGrant(tx, ctx, change.before)
  }
}

async function setGroup(
  tx: Repositories,
  ctx: Context,
  before: PlannedGroup | null,
  after: PlannedGroup,
): Promise<void> {
  const memberIds: string[] = []
  for (const member of after.members) memberIds.push((await findPrincipal(tx, member)).id)
  const { name, title, description, context } = after
  const fields = { title, description, context, memberIds: memberIds.sort() }
  if (before) await updateGroupIn(tx, ctx, await findGroup(tx, name), fields)
  else await createGroupIn(tx, ctx, { name, ...fields })
}

async function setPlannedGrant(tx: Repositories, ctx: Context, after: PlannedGrant): Promise<void> {
  const group = await findGroup(tx, after.group)
  const connection = await findConnection(tx, after.connection)
  await setGrantIn(
    tx,
    ctx,
    group,
    connection,
    after.scopes,
    after.expires ? new Date(after.expires) : null,
  )
}

async function removePlannedGrant(
  tx: Repositories,
  ctx: Context,
  before: PlannedGrant,
): Promise<void> {
  const group = await findGroup(tx, before.group)
  const connection = await findConnection(tx, before.connection)
  const held = await tx.grants.list({ groupId: group.id, connectionId: connection.id })
  for (const grant of held)
    if ((grant.expiresAt?.toISOString() ?? null) === before.expires)
      await removeGrantIn(tx, ctx, grant.id)
}
