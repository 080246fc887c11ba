import { accessOf } from '../../domain/access/access-of.ts'
import type { ClientKey, Group, Principal } from '../../domain/access/entities.ts'
import type { Scope } from '../../domain/access/scope.ts'
import { authorisationState } from '../../domain/authorisation/authorisation.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { mayGo } from '../../domain/people/request/request.ts'
import { authorise, type Context } from '../context.ts'
import { findMember, findServiceAccount } from './find.ts'
import { whyNeeded } from './keep-an-admin.ts'

export interface RemovalPreview {
  readonly principal: Principal
  /** Why it would be refused now; `null` where it would not. */
  readonly refused: string | null
  readonly groups: readonly Group[]
  readonly connections: readonly {
    readonly connection: Connection
    readonly scopes: readonly Scope[]
  }[]
  /** Live ones. */
  readonly keys: readonly (ClientKey & { readonly lastUsedAt: Date | null })[]
  readonly sessions: number
  readonly passkeys: number
  readonly authorisations: number
  /** At identity providers. */
  readonly identities: number
  /** Links that could still be used. */
  readonly invitations: number
  /** Requests for access inside a portal: what waits is withdrawn, what was given is given back. */
  readonly requests: { readonly withdrawn: number; readonly givenBack: number }
}

/** What ends with a member. Changes nothing. @throws HubwardError `resource.not_found` */
export async function previewMemberRemoval(
  ctx: Context,
  input: { readonly member: string },
): Promise<RemovalPreview> {
  authorise(ctx, 'read', 'member.preview_removal')
  return preview(ctx, await findMember(ctx.store.read, input.member))
}

/** The same of a service account. @throws HubwardError `resource.not_found` */
export async function previewServiceAccountRemoval(
  ctx: Context,
  input: { readonly serviceAccount: string },
): Promise<RemovalPreview> {
  authorise(ctx, 'read', 'service_account.preview_removal')
  return preview(ctx, await findServiceAccount(ctx.store.read, input.serviceAccount))
}

async function preview(ctx: Context, principal: Principal): Promise<RemovalPreview> {
  const now = ctx.world.now()
  const { read } = ctx.store
  const of = { principalId: principal.id }
  const picture = await ctx.pictures.current()
  const all = await read.keys.list(of)
  const keys = all.filter(
    ({ revokedAt, expiresAt }) => !revokedAt && (!expiresAt || expiresAt > now),
  )
  const uses = await ctx.activity.lastUses(keys.map(({ id }) => id))
  const [sessions, passkeys, authorisations, identities, invitations, requests] = await Promise.all(
    [
      read.signIn.sessions.list(now, principal.id),
      read.signIn.passkeys.list(principal.id),
      read.authorisations.list(of),
      read.signIn.identities.list(of),
      read.signIn.links.listOpen(now, principal.id),
      read.requests.openFor(principal.id),
    ],
  )
  const going = (way: 'withdraw' | 'end') =>
    requests.filter(({ state }) => mayGo(way, state)).length
  const access = accessOf(picture, principal, now)
  const others = picture
    .principals()
    .filter(({ id, role, state }) => role === 'admin' && state === 'active' && id !== principal.id)
    .map(({ id }) => id)
  const needed =
    principal.role === 'admin' ? await whyNeeded(read, principal, others, now) : undefined
  return {
    principal,
    refused: needed ? `${needed.message('removed')} ${needed.remedy}` : null,
    groups: access.groups,
    connections: access.connections.map(({ connection, scopes }) => ({
      connection,
      scopes: scopes.map(({ scope }) => scope),
    })),
    keys: keys.map((key) => ({ ...key, lastUsedAt: uses.get(key.id) ?? null })),
    sessions: sessions.length,
    passkeys: passkeys.length,
    authorisations: authorisations.filter((one) => authorisationState(one, now) === 'live').length,
    identities: identities.length,
    invitations: invitations.length,
    requests: { withdrawn: going('withdraw'), givenBack: going('end') },
  }
}
