/**
 * Says who of the directory a portal user is, where the address does not tell, or tells too much. A
 * person has one user in a portal and a user is one person: an earlier link of either ends.
 */
import { HubwardError } from '../../domain/errors.ts'
import { findConnection, findPrincipal } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { findUser } from './show-users.ts'

/**
 * @throws HubwardError `connection.not_found`, `people.user_not_found`, `resource.not_found`;
 *   `resource.conflict` where somebody said otherwise of either at the same moment
 */
export async function linkUser(
  ctx: Context,
  input: { readonly connection: string; readonly user: string; readonly person: string },
): Promise<void> {
  authorise(ctx, 'change', 'people.link')
  const connection = await findConnection(ctx.store.read, input.connection)
  const { user, personKey } = await findUser(ctx, connection, input.user)
  const person = await findPrincipal(ctx.store.read, input.person)
  const userOf = (links: ReadonlyMap<string, string>) =>
    [...links].find(([, key]) => key === person.id)?.[0]
  const userBefore = userOf(await ctx.store.read.people.links(connection.id))
  await ctx.store.aside(async (tx) => {
    await tx.people.lock(connection.id)
    // What the caller looked at is what is replaced: the later of two would undo the other unseen.
    const links = await tx.people.links(connection.id)
    if ((links.get(user.userId) ?? null) !== personKey || userOf(links) !== userBefore)
      throw new HubwardError(
        'resource.conflict',
        `Somebody else has just said who ${user.email} is. Look again, and decide again.`,
      )
    await tx.people.link(connection.id, {
      userId: user.userId,
      personKey: person.id,
      by: ctx.actor.kind === 'principal' ? ctx.actor.principalName : 'operator',
      at: ctx.world.now(),
    })
    await recordChange(tx, ctx, {
      action: 'people.link',
      targetKind: 'portal_user',
      targetId: user.userId,
      targetName: user.email,
      connectionId: connection.id,
      before: { person: personKey },
      after: { person: person.id },
    })
  })
}

/** Idempotent. @throws HubwardError `connection.not_found`, `people.user_not_found` */
export async function unlinkUser(
  ctx: Context,
  input: { readonly connection: string; readonly user: string },
): Promise<void> {
  authorise(ctx, 'change', 'people.unlink')
  const connection = await findConnection(ctx.store.read, input.connection)
  const { user, personKey } = await findUser(ctx, connection, input.user)
  await ctx.store.aside(async (tx) => {
    if (!(await tx.people.unlink(connection.id, user.userId))) return
    await recordChange(tx, ctx, {
      action: 'people.unlink',
      targetKind: 'portal_user',
      targetId: user.userId,
      targetName: user.email,
      connectionId: connection.id,
      before: { person: personKey },
      after: { person: null },
    })
  })
}
