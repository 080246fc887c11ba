import type { Grant } from '../../domain/access/entities.ts'
import { authorise, type Context } from '../context.ts'
import { findConnection, findGroup } from './find.ts'

export interface ListGrants {
  /** Id or name. */
  readonly group?: string | undefined
  /** Id or name. */
  readonly connection?: string | undefined
}

/** Grants, the ended ones included. @throws HubwardError `resource.not_found`, `connection.not_found` */
export async function listGrants(ctx: Context, input: ListGrants = {}): Promise<Grant[]> {
  authorise(ctx, 'read', 'grant.list')
  const { read } = ctx.store
  return read.grants.list({
    ...(input.group !== undefined && { groupId: (await findGroup(read, input.group)).id }),
    ...(input.connection !== undefined && {
      connectionId: (await findConnection(read, input.connection)).id,
    }),
  })
}
