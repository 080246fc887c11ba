/** Routes of groups, grants and scopes. */
import { addToGroup } from '../../../application/access/add-to-group.ts'
import { createGroup } from '../../../application/access/create-group.ts'
import { listGrants } from '../../../application/access/list-grants.ts'
import { getGroup, listGroups } from '../../../application/access/list-groups.ts'
import { listScopes } from '../../../application/access/list-scopes.ts'
import { previewGroupGrants } from '../../../application/access/preview-group-grants.ts'
import { removeFromGroup } from '../../../application/access/remove-from-group.ts'
import { removeGrant } from '../../../application/access/remove-grant.ts'
import { removeGroup } from '../../../application/access/remove-group.ts'
import { setGrant } from '../../../application/access/set-grant.ts'
import { setGroupGrants } from '../../../application/access/set-group-grants.ts'
import { updateGroup } from '../../../application/access/update-group.ts'
import type { Context } from '../../../application/context.ts'
import type { Group } from '../../../domain/access/entities.ts'
import { describeScope, scopeParts, type Scope } from '../../../domain/access/scope.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { hubspotScopesFor } from '../../../domain/hubspot/hubspot-scopes.ts'
import { grantEndpoints, groupEndpoints, scopeEndpoints } from '../contract/groups.ts'
import { previewView } from '../grant-preview-view.ts'
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
    orCurrent(ctx, params.group, async () =>
      view(ctx, await updateGroup(ctx, { ...params, ...body })),
    ),
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
  route(grantEndpoints.setAll, ({ ctx, params, body }) =>
    orCurrent(ctx, params.group, async () => {
      const { group, warnings } = await setGroupGrants(ctx, { ...params, ...body })
      return { group: await view(ctx, group), warnings: [...warnings] }
    }),
  ),
  route(grantEndpoints.preview, async ({ ctx, params, body }) => {
    const preview = await previewGroupGrants(ctx, { ...params, ...body })
    return previewView(await ctx.pictures.current(), preview)
  }),
  route(grantEndpoints.remove, async ({ ctx, params }) => {
    await removeGrant(ctx, params)
    return undefined
  }),
  route(scopeEndpoints.list, async ({ ctx, query }) => {
    const scopes = await listScopes(ctx, {
      connection: query.connection,
      objects: query.objects === 'true',
    })
    return { items: scopes.map(scopeView) }
  }),
]

/** Who was too late gets the group as it stands now, so that the two versions can be compared. */
async function orCurrent<T>(ctx: Context, group: string, edit: () => Promise<T>): Promise<T> {
  try {
    return await edit()
  } catch (thrown) {
    if (!(thrown instanceof HubwardError) || thrown.code !== 'access.edit_conflict') throw thrown
    const facts = { group: await view(ctx, await getGroup(ctx, group)) }
    throw new HubwardError(thrown.code, thrown.message, { facts, cause: thrown })
  }
}

async function view(ctx: Context, group: Group) {
  const grants = await listGrants(ctx, { group: group.id })
  return groupView(await ctx.pictures.current(), group, grants, ctx.world.now())
}

function scopeView(scope: Scope) {
  const { allOf, anyOf } = hubspotScopesFor(scope)
  const { resource, title, verb, effect } = scopeParts(scope)
  return {
    scope,
    resource,
    resourceTitle: title,
    verb,
    effect,
    description: describeScope(scope),
    hubspotScopes: [...allOf],
    hubspotScopesOneOf: anyOf.map((group) => [...group]),
  }
}
