import type { Authorisation } from '../../domain/authorisation/authorisation.ts'
import { HubwardError } from '../../domain/errors.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { called, isSelf } from '../sign-in/whose.ts'
import { authorisationRecord } from './record.ts'

/**
 * Cuts a client off at once, on every process: its access tokens, refresh tokens and codes. Anybody
 * may do so with their own; for others' it takes a role that secures. Idempotent.
 *
 * @throws HubwardError `resource.not_found` also for others' where the role does not allow it
 */
export async function revokeAuthorisation(
  ctx: Context,
  input: { readonly authorisation: string },
): Promise<Authorisation> {
  return inChange(ctx, async (tx) => {
    const before = await tx.authorisations.getForUpdate(input.authorisation)
    if (!before || !isSelf(ctx, before.principalId))
      authorise(ctx, 'secure', 'authorisation.revoke')
    if (!before)
      throw new HubwardError(
        'resource.not_found',
        `There is no authorisation "${input.authorisation}".`,
      )
    if (before.revokedAt) return before
    const after: Authorisation = {
      ...before,
      revokedAt: ctx.world.now(),
      endedBecause: 'revoked',
    }
    await tx.authorisations.end(before.id, ctx.world.now(), 'revoked')
    const principal = await tx.principals.get(before.principalId)
    await recordChange(tx, ctx, {
      action: 'authorisation.revoke',
      targetKind: 'authorisation',
      targetId: after.id,
      targetName: `${after.client.name} of ${principal ? called(principal) : after.principalId}`,
      before: authorisationRecord(before),
      after: authorisationRecord(after),
    })
    return after
  })
}
