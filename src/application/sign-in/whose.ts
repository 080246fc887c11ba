/** One's own things, or another's for those who may see them. */
import type { Principal } from '../../domain/access/entities.ts'
import { findPrincipal } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { demandPerson } from './demand-person.ts'

/**
 * The id of the principal that is asked about: oneself unless told otherwise.
 *
 * @throws HubwardError `auth.missing`, `auth.forbidden`, `resource.not_found`
 */
export async function whoseToRead(
  ctx: Context,
  what: string,
  named: string | undefined,
): Promise<string> {
  if (named === undefined) return demandPerson(ctx).principalId
  if (!isSelf(ctx, named)) authorise(ctx, 'read', what)
  return (await findPrincipal(ctx.store.read, named)).id
}

/** Removing what is another's is for those who keep sign-in. @throws HubwardError `auth.forbidden` */
export function demandOwnOrSecure(ctx: Context, what: string, principalId: string): void {
  if (!isSelf(ctx, principalId)) authorise(ctx, 'secure', what)
}

export const isSelf = ({ actor }: Context, principalId: string): boolean =>
  actor.kind === 'principal' && actor.principalId === principalId

/** As the audit names a person. */
export const called = ({ email, name }: Principal): string => email ?? name
