import type { Principal, Role } from '../../domain/access/entities.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { principalRecord } from './record.ts'
import { taken } from '../taken.ts'

export interface CreateMember {
  readonly name: string
  readonly email: string
  readonly role: Role
}

/**
 * Adds a person, who can do nothing at HubSpot until a group takes them in.
 *
 * @throws HubwardError `resource.conflict` where an active member has that address;
 *   `auth.step_up_required` for any role but member
 */
export async function createMember(ctx: Context, input: CreateMember): Promise<Principal> {
  authorise(ctx, 'change', 'member.create')
  return inChange(ctx, (tx) => createMemberIn(tx, ctx, input))
}

export async function createMemberIn(
  tx: Repositories,
  ctx: Context,
  input: CreateMember,
): Promise<Principal> {
  if (input.role !== 'member') demandStepUp(ctx)
  const email = input.email.toLowerCase()
  if (await tx.principals.findMemberByEmail(email))
    throw taken('email', `There is already a member with the address ${email}.`)
  const member: Principal = {
    id: newId(ctx.world, 'member'),
    kind: 'member',
    name: input.name,
    email,
    role: input.role,
    state: 'active',
    createdAt: ctx.world.now(),
  }
  await tx.principals.insert(member)
  await recordChange(tx, ctx, {
    action: 'member.create',
    targetKind: 'member',
    targetId: member.id,
    targetName: email,
    before: null,
    after: principalRecord(member),
  })
  return member
}
