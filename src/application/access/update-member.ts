import type { Principal, Role } from '../../domain/access/entities.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, MAY, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { endSessionsForRole } from '../sign-in/end-sign-in.ts'
import { findMember } from './find.ts'
import { keepAnAdmin } from './keep-an-admin.ts'
import { principalRecord } from './record.ts'
import { revokeKeyIn } from './revoke-key.ts'

export interface UpdateMember {
  /** Id or e-mail address. */
  readonly member: string
  readonly name?: string | undefined
  readonly role?: Role | undefined
}

/**
 * Changes a person's name or role; their address is who they are, and stays. Another role ends their
 * browser sessions: what they may do now, they prove anew. A role that may do more ends their keys as
 * well: whoever might make a key for the old role was not to have the new one. Idempotent.
 *
 * @throws HubwardError `resource.not_found`; `resource.conflict` where it would demote the last admin,
 *   `auth.last_way_in` the last who can act; `auth.step_up_required` for another role
 */
export async function updateMember(ctx: Context, input: UpdateMember): Promise<Principal> {
  authorise(ctx, 'change', 'member.update')
  return inChange(ctx, (tx) => updateMemberIn(tx, ctx, input))
}

export async function updateMemberIn(
  tx: Repositories,
  ctx: Context,
  input: UpdateMember,
): Promise<Principal> {
  const before = await findMember(tx, input.member)
  const after = { ...before, name: input.name ?? before.name, role: input.role ?? before.role }
  if (after.name === before.name && after.role === before.role) return before
  if (after.role !== before.role) demandStepUp(ctx)
  if (after.role !== 'admin') await keepAnAdmin(tx, before, 'demoted', ctx.world.now())
  await tx.principals.update(after)
  if (after.role !== before.role) await endSessionsForRole(tx, ctx, after.id)
  if (MAY[after.role].some((act) => !MAY[before.role].includes(act)))
    await endKeys(tx, ctx, after.id)
  await recordChange(tx, ctx, {
    action: 'member.update',
    targetKind: 'member',
    targetId: after.id,
    targetName: after.email ?? after.name,
    before: principalRecord(before),
    after: principalRecord(after),
  })
  return after
}

async function endKeys(tx: Repositories, ctx: Context, principalId: string): Promise<void> {
  const keys = await tx.keys.list({ principalId })
  for (const key of keys) if (!key.revokedAt) await revokeKeyIn(tx, ctx, key)
}
