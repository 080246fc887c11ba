import { accessOf, type AccessOf } from '../../domain/access/access-of.ts'
import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'
import { findPrincipal } from './find.ts'

/**
 * What someone may do, as this process acts on it: from the picture that decides calls, not from
 * the tables behind it.
 *
 * @throws HubwardError `resource.not_found`
 */
export async function showAccess(
  ctx: Context,
  input: { readonly principal: string },
): Promise<AccessOf> {
  authorise(ctx, 'read', 'access.show')
  const principal = await findPrincipal(ctx.store.read, input.principal)
  return accessOf(await ctx.pictures.current(), principal, ctx.world.now())
}

/** The same about oneself, which needs no role. @throws HubwardError `resource.not_found` for the operator, who is nobody */
export async function showOwnAccess(ctx: Context): Promise<AccessOf> {
  const { actor } = ctx
  const picture = await ctx.pictures.current()
  const self = actor.kind === 'principal' ? picture.principal(actor.principalId) : undefined
  if (!self)
    throw new HubwardError('resource.not_found', 'The operator is no member of the organisation.')
  return accessOf(picture, self, ctx.world.now())
}
