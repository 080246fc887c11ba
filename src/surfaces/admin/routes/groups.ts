/** Routes of groups, grants and scopes. */
import { addToGroup } from '../../../application/access/add-to-group.ts'
import { createGroup } from '../../../application/access/create-group.ts'
import { listGrants } from '../../../application/access/list-grants.ts'
import { getGroup, listGroups } from '../../../application/access/list-groups.ts'
import { removeFromGroup } from '../../../application/access/remove-from-group.ts'
import { removeGrant } from '../../../application/access/remove-grant.ts'
import { removeGroup } from '../../../application/access/remove-group.ts'
import { setGrant } from '../../../application/access/set-grant.ts'
import { updateGroup } from '../../../application/access/update-group.ts'
import type { Context } from '../../../application/context.ts'
import type { Group } from '../../../domain/access/entities.ts'
import { SCOPES } from '../../../domain/access/scope.ts'
import { hubspotScopesFor } from '../../../domain/hubspot/hubspot-scopes.ts'
import { grantEndpoints, groupEndpoints, scopeEndpoints } from '../contract/groups.ts'
import { route } from '../route.ts'
import { grantView, groupView } from '../views.ts'

export const groupRoutes = [
  route(groupEndpoints.list, async ({ ctx }) => {
    const [groups, grants] = [await listGroups(ctx), await listGrants(ctx)]
    const picture = await ctx.pictures.current()
    return { items: groups.map((one) => groupView(picture, one, grants, ctx.world.now())) }
  }),
  route(groupEndpoints.get, async ({ ctx, params }) =>
    view(ctx, await getGroup(ctx, params.group)),
  ),
  route(groupEndpoints.create, async ({ ctx, body }) =>
    view(ctx, await createGroup(ctx, { ...body, title: body.title ?? body.name })),
  ),
  route(groupEndpoints.update, async ({ ctx, params, body }) =>
    view(ctx, await updateGroup(ctx, { ...params, ...body })),
  ),
  route(groupEndpoints.remove, async ({ ctx, params }) => {
    await removeGroup(ctx, params)
    return undefined
  }),
  route(groupEndpoints.addMember, async ({ ctx, params }) =>
    view(ctx, await addToGroup(ctx, params)),
  ),
  route(groupEndpoints.removeMember, async ({ ctx, params }) =>
    view(ctx, await removeFromGroup(ctx, params)),
  ),
  route(grantEndpoints.list, async ({ ctx, query }) => {
    const grants = await listGrants(ctx, query)
    const picture = await ctx.pictures.current()
    return { items: grants.map((one) => grantView(picture, one, ctx.world.now())) }
  }),
  route(grantEndpoints.set, async ({ ctx, body }) => {
    const { grant, warnings } = await setGrant(ctx, body)
    const picture = await ctx.pictures.current()
    return { grant: grantView(picture, grant, ctx.world.now()), warnings: [...warnings] }
  }),
  route(grantEndpoints.remove, async ({ ctx, params }) => {
    await removeGrant(ctx, params)
    return undefined
  }),
  route(scopeEndpoints.list, () => Promise.resolve({ items: SCOPE_TABLE })),
]

async function view(ctx: Context, group: Group) {
  const grants = await listGrants(ctx, { group: group.id })
  return groupView(await ctx.pictures.current(), group, grants, ctx.world.now())
}

const SCOPE_TABLE = SCOPES.map(({ scope, description }) => {
  const { allOf, anyOf } = hubspotScopesFor(scope)
  return {
    scope,
    description,
    hubspotScopes: [...allOf],
    hubspotScopesOneOf: anyOf.map((group) => [...group]),
  }
})
