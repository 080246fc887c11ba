import type { Group } from '../../domain/access/entities.ts'
import { inChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { findGroup, findPrincipal } from './find.ts'
import { updateGroupIn } from './update-group.ts'

export interface Membership {
  /** Id or name. */
  readonly group: string
  /** A member's address or a service account's name, or an id. */
  readonly principal: string
}

/** Takes someone into a group: they have its grants from now on. Idempotent. @throws HubwardError `resource.not_found` */
export async function addToGroup(ctx: Context, input: Membership): Promise<Group> {
  authorise(ctx, 'change', 'group.add_member')
  return inChange(ctx, async (tx) => {
    const group = await findGroup(tx, input.group)
    const { id } = await findPrincipal(tx, input.principal)
    const memberIds = [...new Set([...group.memberIds, id])].sort()
    return updateGroupIn(tx, ctx, group, { memberIds }, 'group.add_member')
  })
}
