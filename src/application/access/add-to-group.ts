import type { Group } from '../../domain/access/entities.ts'
import { isWrite } from '../../domain/authorisation/oauth-scope.ts'
import { inChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { findGroup, findPrincipal } from './find.ts'
import { updateGroupIn } from './update-group.ts'

export interface Membership {
  /** Id or name. */
  readonly group: string
  /** A member's address or a service account's name, or an id. */
  readonly principal: string
}

/**
 * Takes someone into a group: they have its grants from now on. Idempotent. Where the group may
 * change data this grants writes, so it is confirmed like setting such a grant.
 *
 * @throws HubwardError `resource.not_found`, `auth.step_up_required`
 */
export async function addToGroup(ctx: Context, input: Membership): Promise<Group> {
  authorise(ctx, 'change', 'group.add_member')
  return inChange(ctx, async (tx) => {
    const group = await findGroup(tx, input.group)
    const { id } = await findPrincipal(tx, input.principal)
    const grants = group.memberIds.includes(id) ? [] : await tx.grants.list({ groupId: group.id })
    if (grants.some(({ scopes }) => scopes.some(isWrite))) demandStepUp(ctx)
    const memberIds = [...new Set([...group.memberIds, id])].sort()
    return updateGroupIn(tx, ctx, group, { memberIds }, 'group.add_member')
  })
}
