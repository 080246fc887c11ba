import type { Principal, PrincipalKind } from '../../domain/access/entities.ts'
import { authorise, type Context } from '../context.ts'

/** The active ones of a kind, or of both, by name. */
export async function listPrincipals(ctx: Context, kind?: PrincipalKind): Promise<Principal[]> {
  authorise(ctx, 'read', 'principal.list')
  const all = await ctx.store.read.principals.list()
  return all.filter((one) => one.state === 'active' && (!kind || one.kind === kind))
}
