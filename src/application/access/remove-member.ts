import { inChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { endPrincipal } from './end-principal.ts'
import { findMember } from './find.ts'
import { keepAnAdmin } from './keep-an-admin.ts'

export interface RemoveMember {
  /** Id or e-mail address. */
  readonly member: string
}

/**
 * Ends a person's access at once: groups, keys, all. The address may join again, as someone new.
 *
 * @throws HubwardError `resource.not_found`; `resource.conflict` for the last admin, `auth.last_way_in`
 *   for the last who can act
 */
export async function removeMember(ctx: Context, input: RemoveMember): Promise<void> {
  authorise(ctx, 'change', 'member.remove')
  await inChange(ctx, (tx) => removeMemberIn(tx, ctx, input))
}

export async function removeMemberIn(
  tx: Repositories,
  ctx: Context,
  input: RemoveMember,
): Promise<void> {
  const member = await findMember(tx, input.member)
  await keepAnAdmin(tx, member, 'removed', ctx.world.now())
  await endPrincipal(tx, ctx, member)
}
