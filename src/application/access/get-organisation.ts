import type { Organisation } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'

/** @throws HubwardError `resource.not_found` before `hubward init` */
export async function getOrganisation(ctx: Context): Promise<Organisation> {
  authorise(ctx, 'read', 'organisation.get')
  const found = await ctx.store.read.organisation.get()
  if (found) return found
  throw new HubwardError('resource.not_found', 'There is no organisation yet. Run `hubward init`.')
}
