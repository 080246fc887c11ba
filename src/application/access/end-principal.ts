import type { Principal } from '../../domain/access/entities.ts'
import { authorisationState } from '../../domain/authorisation/authorisation.ts'
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { endRequestsFor } from '../people/requests/end-of-member.ts'
import { endSignInOf } from '../sign-in/end-sign-in.ts'
import { principalRecord } from './record.ts'

/**
 * Ends a person's or program's access: out of every group, every key revoked, every session
 * and way to sign in ended, access for a while given back next, one audit record
 * that says which. The row stays for the audit's sake.
 */
export async function endPrincipal(
  tx: Repositories,
  ctx: Context,
  principal: Principal,
): Promise<void> {
  const groups = await tx.groups.list()
  const keys = await tx.keys.list({ principalId: principal.id })
  const authorisations = await tx.authorisations.list({ principalId: principal.id })
  await endRequestsFor(tx, ctx, principal)
  await tx.groups.removeMemberEverywhere(principal.id)
  await tx.keys.revokeAllOf(principal.id, ctx.world.now())
  await tx.authorisations.endAllOf(principal.id, ctx.world.now(), 'principal_removed')
  const { sessions, ...waysIn } = await endSignInOf(tx, principal.id, ctx.world.now())
  await tx.principals.update({ ...principal, state: 'removed' })
  await recordChange(tx, ctx, {
    action: `${principal.kind}.remove`,
    targetKind: principal.kind,
    targetId: principal.id,
    targetName: principal.email ?? principal.name,
    before: {
      ...principalRecord(principal),
      groups: groups
        .filter(({ memberIds }) => memberIds.includes(principal.id))
        .map(({ name }) => name),
      keys: keys.filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id),
      authorisations: authorisations
        .filter((one) => authorisationState(one, ctx.world.now()) === 'live')
        .map(({ id }) => id),
      sessions: [...sessions],
      waysIn: { ...waysIn, invitations: [...waysIn.invitations] },
    },
    after: null,
  })
}
