import type { Authorisation } from '../../domain/authorisation/authorisation.ts'
import { HubwardError } from '../../domain/errors.ts'
import { findPrincipalEver } from '../access/find.ts'
import { MAY, type Context } from '../context.ts'

export interface ListAuthorisations {
  /** A member's address, a service account's name, or an id. */
  readonly principal?: string | undefined
}

/**
 * Ended ones included, newest first. Everybody sees their own; whose role reads the organisation
 * sees all, or one person's.
 *
 * @throws HubwardError `auth.forbidden`, `resource.not_found`
 */
export async function listAuthorisations(
  ctx: Context,
  input: ListAuthorisations = {},
): Promise<Authorisation[]> {
  const { actor } = ctx
  const { read } = ctx.store
  const own = actor.kind === 'principal' ? actor.principalId : undefined
  const readsAll =
    actor.kind === 'operator' || (actor.kind === 'principal' && MAY[actor.role].includes('read'))
  if (actor.kind === 'anonymous') throw new HubwardError('auth.missing')
  if (input.principal === undefined)
    return read.authorisations.list(readsAll || own === undefined ? {} : { principalId: own })
  const isOwn = own !== undefined && (await namesSelf(ctx, own, input.principal))
  if (isOwn) return read.authorisations.list({ principalId: own })
  if (!readsAll)
    throw new HubwardError(
      'auth.forbidden',
      'You may see your own AI clients, not those of others.',
    )
  const principal = await findPrincipalEver(read, input.principal)
  return read.authorisations.list({ principalId: principal.id })
}

async function namesSelf(ctx: Context, own: string, named: string): Promise<boolean> {
  if (named === own) return true
  const self = await ctx.store.read.principals.get(own)
  return self?.email === named.toLowerCase()
}
