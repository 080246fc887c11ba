import { compareScopes, SCOPES, type Scope } from '../../domain/access/scope.ts'
import { objectScopes } from '../../domain/hubspot/object-scopes.ts'
import { authorise, type Context } from '../context.ts'
import { findConnection } from './find.ts'

export interface ListScopes {
  /** Id or name: with those of its other objects, standard and custom. */
  readonly connection?: string | undefined
  /** Also those of HubSpot's other objects, before there is a connection. */
  readonly objects?: boolean | undefined
}

/**
 * The scopes that can be granted, in their order. Whoever may call anything may know them.
 *
 * @throws HubwardError `connection.not_found`
 */
export async function listScopes(ctx: Context, input: ListScopes): Promise<readonly Scope[]> {
  const fixed = SCOPES.map(({ scope }) => scope)
  if (input.connection === undefined)
    return input.objects ? [...fixed, ...objectScopes([])].sort(compareScopes) : fixed
  authorise(ctx, 'read', 'scope.list')
  const { customObjectTypes } = await findConnection(ctx.store.read, input.connection)
  return [...fixed, ...objectScopes(customObjectTypes)].sort(compareScopes)
}
