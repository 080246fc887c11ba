/** One-time links, made and ended: the first admin's by the operator, invitations by those who keep sign-in. */
import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Redacted } from '../../domain/redacted.ts'
import {
  LINK_LIFE_MS,
  LINK_PREFIX,
  linkIsOpen,
  type LinkPurpose,
  type OneTimeLink,
} from '../../domain/sign-in/one-time-link.ts'
import { findMember } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandNotAbove } from './demand-not-above.ts'
import { demandStepUp } from './demand-step-up.ts'
import { linkRecord } from './record.ts'
import { newSecret } from './secret.ts'

export interface MadeLink {
  readonly link: OneTimeLink
  /** The token; there is no other copy. `linkAddress` makes the address of it. */
  readonly token: Redacted<string>
}

/** For the one who runs the process; earlier ones end. `null` once there is an admin, for ever. */
export async function makeFirstAdminLink(ctx: Context): Promise<MadeLink | null> {
  authorise(ctx, 'change', 'first_admin_link.create')
  return ctx.store.transaction(async (tx) => {
    if ((await tx.principals.lockActiveAdmins()).length > 0) return null
    return make(tx, ctx, 'first_admin', null)
  })
}

/**
 * Whoever has the link can become this member, so it is made only for those whose role may do no
 * more than the maker's. Earlier invitations of the member end.
 *
 * @throws HubwardError `resource.not_found`, `auth.forbidden`, `auth.step_up_required`
 */
export async function inviteMember(
  ctx: Context,
  { member: named }: { member: string },
): Promise<MadeLink & { readonly member: Principal }> {
  authorise(ctx, 'secure', 'invitation.create')
  demandStepUp(ctx)
  return ctx.store.transaction(async (tx) => {
    const member = await findMember(tx, named)
    demandNotAbove(ctx, member)
    return { ...(await make(tx, ctx, 'invitation', member)), member }
  })
}

/** Those that can still be used. */
export async function listInvitations(
  ctx: Context,
  { member }: { member?: string | undefined },
): Promise<OneTimeLink[]> {
  authorise(ctx, 'read', 'invitation.list')
  const id = member === undefined ? undefined : (await findMember(ctx.store.read, member)).id
  return ctx.store.read.signIn.links.listOpen(ctx.world.now(), id)
}

/** @throws HubwardError `resource.not_found` also where it can be used no more */
export async function revokeInvitation(
  ctx: Context,
  { invitation: id }: { invitation: string },
): Promise<void> {
  authorise(ctx, 'secure', 'invitation.revoke')
  await ctx.store.transaction(async (tx) => {
    const now = ctx.world.now()
    const link = await tx.signIn.links.get(id)
    if (link?.purpose !== 'invitation' || !linkIsOpen(link, now))
      throw new HubwardError('resource.not_found', `There is no open invitation "${id}".`)
    await tx.signIn.links.revokeAll({ purpose: 'invitation', id }, now)
    const member = await tx.principals.get(link.principalId ?? '')
    await recordLink(tx, ctx, 'revoke', link, member)
  })
}

async function make(
  tx: Repositories,
  ctx: Context,
  purpose: LinkPurpose,
  member: Principal | null,
): Promise<MadeLink> {
  const createdAt = ctx.world.now()
  await tx.signIn.links.revokeAll({ purpose, ...(member && { principalId: member.id }) }, createdAt)
  const { text, hash } = newSecret(ctx, LINK_PREFIX)
  const link: OneTimeLink = {
    id: newId(ctx.world, 'invitation'),
    purpose,
    principalId: member?.id ?? null,
    madeBy: ctx.actor.kind === 'principal' ? ctx.actor.principalName : 'the operator',
    createdAt,
    expiresAt: new Date(createdAt.getTime() + LINK_LIFE_MS[purpose]),
    usedAt: null,
    revokedAt: null,
  }
  await tx.signIn.links.insert(link, hash)
  await recordLink(tx, ctx, 'create', link, member ?? undefined)
  return { link, token: text }
}

async function recordLink(
  tx: Repositories,
  ctx: Context,
  act: 'create' | 'revoke',
  link: OneTimeLink,
  member: Principal | undefined,
): Promise<void> {
  const record = linkRecord(link)
  await recordChange(tx, ctx, {
    action: `${link.purpose === 'invitation' ? 'invitation' : 'first_admin_link'}.${act}`,
    targetKind: 'invitation',
    targetId: link.id,
    targetName: member ? (member.email ?? member.name) : 'the first admin',
    before: act === 'revoke' ? record : null,
    after: act === 'create' ? record : null,
  })
}
