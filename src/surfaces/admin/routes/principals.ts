/** Routes of members, service accounts and what each may do. */
import { createMember } from '../../../application/access/create-member.ts'
import { createServiceAccount } from '../../../application/access/create-service-account.ts'
import { listPrincipals } from '../../../application/access/list-principals.ts'
import {
  previewMemberRemoval,
  previewServiceAccountRemoval,
} from '../../../application/access/preview-removal.ts'
import { removeMember } from '../../../application/access/remove-member.ts'
import { removeServiceAccount } from '../../../application/access/remove-service-account.ts'
import { showAccess, showOwnAccess } from '../../../application/access/show-access.ts'
import { updateMember } from '../../../application/access/update-member.ts'
import {
  accessEndpoints,
  removalEndpoints as removals,
  memberEndpoints as members,
  serviceAccountEndpoints as accounts,
} from '../contract/principals.ts'
import { route } from '../route.ts'
import { accessView, memberView, removalView, serviceAccountView } from '../views.ts'

export const principalRoutes = [
  route(members.list, async ({ ctx }) => {
    const found = await listPrincipals(ctx, 'member')
    const picture = await ctx.pictures.current()
    const uses = await ctx.activity.lastUses(found.map(({ id }) => id))
    return { items: found.map((one) => memberView(picture, one, uses)) }
  }),
  route(members.create, async ({ ctx, body }) => {
    const created = await createMember(ctx, body)
    return memberView(await ctx.pictures.current(), created, NEVER)
  }),
  route(members.update, async ({ ctx, params, body }) => {
    const updated = await updateMember(ctx, { ...params, ...body })
    const uses = await ctx.activity.lastUses([updated.id])
    return memberView(await ctx.pictures.current(), updated, uses)
  }),
  route(members.remove, ({ ctx, params }) => removed(removeMember(ctx, params))),
  route(accounts.list, async ({ ctx }) => {
    const found = await listPrincipals(ctx, 'service_account')
    const picture = await ctx.pictures.current()
    const uses = await ctx.activity.lastUses(found.map(({ id }) => id))
    return { items: found.map((one) => serviceAccountView(picture, one, uses)) }
  }),
  route(accounts.create, async ({ ctx, body }) => {
    const created = await createServiceAccount(ctx, body)
    return serviceAccountView(await ctx.pictures.current(), created, NEVER)
  }),
  route(accounts.remove, ({ ctx, params }) => removed(removeServiceAccount(ctx, params))),
  route(removals.member, async ({ ctx, params }) =>
    removalView(await previewMemberRemoval(ctx, params)),
  ),
  route(removals.serviceAccount, async ({ ctx, params }) =>
    removalView(await previewServiceAccountRemoval(ctx, params)),
  ),
  route(accessEndpoints.of, async ({ ctx, params }) => accessView(await showAccess(ctx, params))),
  route(accessEndpoints.me, async ({ ctx }) => accessView(await showOwnAccess(ctx))),
]

const removed = async (done: Promise<void>): Promise<undefined> => {
  await done
}

/** Of whom was just made. */
const NEVER: ReadonlyMap<string, Date> = new Map()
