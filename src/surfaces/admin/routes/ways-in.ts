/** Routes of passkeys, of people's identities at providers, and of invitations. */
import type { Context } from '../../../application/context.ts'
import { addPasskey, beginAddPasskey } from '../../../application/sign-in/add-passkey.ts'
import { listIdentities, removeIdentity } from '../../../application/sign-in/identities.ts'
import {
  inviteMember,
  listInvitations,
  revokeInvitation,
} from '../../../application/sign-in/links.ts'
import {
  listPasskeys,
  removePasskey,
  renamePasskey,
} from '../../../application/sign-in/passkeys.ts'
import { describeProviderNames } from '../../../application/sign-in/show-session.ts'
import type { Passkey } from '../../../domain/sign-in/ways-in.ts'
import { linkAddress } from '../../../domain/sign-in/one-time-link.ts'
import {
  identityEndpoints as identities,
  passkeyEndpoints as passkeys,
} from '../contract/passkeys.ts'
import { invitationEndpoints as invitations } from '../contract/welcome.ts'
import { route } from '../route.ts'
import { identityView, invitationView, passkeyView } from '../sign-in-views.ts'

export const wayInRoutes = [
  route(passkeys.list, async ({ ctx, query }) => {
    const found = await listPasskeys(ctx, query)
    const picture = await ctx.pictures.current()
    return { items: found.map((one) => passkeyView(picture, one)) }
  }),
  route(passkeys.begin, async ({ ctx }) => ({ options: await beginAddPasskey(ctx) })),
  route(passkeys.add, async ({ ctx, body: { response, name } }) =>
    view(ctx, await addPasskey(ctx, { answer: response, name })),
  ),
  route(passkeys.rename, async ({ ctx, params, body }) =>
    view(ctx, await renamePasskey(ctx, { ...params, ...body })),
  ),
  route(passkeys.remove, async ({ ctx, params }) => {
    await removePasskey(ctx, params)
    return undefined
  }),
  route(identities.list, async ({ ctx, query }) => {
    const found = await listIdentities(ctx, query)
    const names = await describeProviderNames(ctx)
    const picture = await ctx.pictures.current()
    return { items: found.map((one) => identityView(picture, one, names.get(one.providerId))) }
  }),
  route(identities.remove, async ({ ctx, params }) => {
    await removeIdentity(ctx, params)
    return undefined
  }),
  route(invitations.list, async ({ ctx, query }) => {
    const found = await listInvitations(ctx, query)
    const picture = await ctx.pictures.current()
    return { items: found.map((one) => invitationView(picture, one)) }
  }),
  route(invitations.create, async ({ ctx, params }) => {
    const { link, token } = await inviteMember(ctx, params)
    return {
      invitation: invitationView(await ctx.pictures.current(), link),
      link: linkAddress(ctx.signIn.site.publicUrl, token.reveal()),
    }
  }),
  route(invitations.revoke, async ({ ctx, params }) => {
    await revokeInvitation(ctx, params)
    return undefined
  }),
]

const view = async (ctx: Context, passkey: Passkey) =>
  passkeyView(await ctx.pictures.current(), passkey)
