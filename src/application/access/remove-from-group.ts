import type { Group } from '../../domain/access/entities.ts'
import { inChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Membership } from './add-to-group.ts'
import { findGroup, findPrincipal } from './find.ts'
import { updateGroupIn } from './update-group.ts'

/** Takes someone out of a group: its grants are no longer theirs. Idempotent. @throws HubwardError `resource.not_found` */
export async function removeFromGroup(ctx: Context, input: Membership): Promise<Group> {
  authorise(ctx, 'change', 'group.remove_member')
  return inChange(ctx, async (tx) => {
    const group = await findGroup(tx, input.group)
    const leaving = await findPrincipal(tx, input.principal)
    const memberIds = group.memberIds.filter((id) => id !== leaving.id)
    return updateGroupIn(tx, ctx, group, { memberIds }, 'group.remove_member')
  })
}
