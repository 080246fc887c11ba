/** A person's identities at providers: shown and unlinked. Linking is in `complete-oidc.ts`. */
import { HubwardError } from '../../domain/errors.ts'
import type { FederatedIdentity } from '../../domain/sign-in/ways-in.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { demandPerson } from './demand-person.ts'
import { demandStepUp } from './demand-step-up.ts'
import { keepAnAdminsWayIn, keepOwnWayIn } from './keep-a-way-in.ts'
import { identityRecord } from './record.ts'
import { demandOwnOrSecure, isSelf, whoseToRead } from './whose.ts'

/** `*` means everybody's. */
export async function listIdentities(
  ctx: Context,
  { principal }: { principal?: string | undefined },
): Promise<FederatedIdentity[]> {
  const { identities } = ctx.store.read.signIn
  if (principal !== '*')
    return identities.list({ principalId: await whoseToRead(ctx, 'identity.list', principal) })
  authorise(ctx, 'read', 'identity.list')
  return identities.list()
}

/**
 * One's own, or anybody's for those who keep sign-in.
 *
 * @throws HubwardError `resource.not_found`, `auth.last_way_in`, `auth.step_up_required`
 */
export async function removeIdentity(
  ctx: Context,
  { identity: id }: { identity: string },
): Promise<void> {
  const person = demandPerson(ctx)
  demandStepUp(ctx)
  await ctx.store.transaction(async (tx) => {
    const before = await tx.signIn.identities.get(id)
    if (!before || (person.role === 'member' && !isSelf(ctx, before.principalId)))
      throw new HubwardError('resource.not_found', `There is no identity "${id}".`)
    demandOwnOrSecure(ctx, 'identity.remove', before.principalId)
    const admins = await tx.signIn.adminsWithAWayIn()
    await tx.signIn.identities.remove(id)
    await keepOwnWayIn(tx, ctx, before.principalId)
    await keepAnAdminsWayIn(tx, admins)
    const owner = await tx.principals.get(before.principalId)
    await recordChange(tx, ctx, {
      action: 'identity.remove',
      targetKind: 'identity',
      targetId: id,
      targetName: `${before.email ?? before.subject} of ${owner?.email ?? before.principalId}`,
      before: identityRecord(before),
      after: null,
    })
  })
}
