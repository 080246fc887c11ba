import type { Principal } from '../../domain/access/entities.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { principalRecord } from './record.ts'
import { taken } from '../taken.ts'

export interface CreateServiceAccount {
  /** Unique among active service accounts, whatever its case. */
  readonly name: string
}

/**
 * Adds a program. Like a member it holds keys and joins groups; it never has a role.
 *
 * @throws HubwardError `resource.conflict` where an active one has that name
 */
export async function createServiceAccount(
  ctx: Context,
  input: CreateServiceAccount,
): Promise<Principal> {
  authorise(ctx, 'change', 'service_account.create')
  return inChange(ctx, (tx) => createServiceAccountIn(tx, ctx, input))
}

export async function createServiceAccountIn(
  tx: Repositories,
  ctx: Context,
  { name }: CreateServiceAccount,
): Promise<Principal> {
  if (await tx.principals.findServiceAccountByName(name))
    throw taken('name', `There is already a service account named "${name}".`)
  const account: Principal = {
    id: newId(ctx.world, 'service_account'),
    kind: 'service_account',
    name,
    email: null,
    role: 'member',
    state: 'active',
    createdAt: ctx.world.now(),
  }
  await tx.principals.insert(account)
  await recordChange(tx, ctx, {
    action: 'service_account.create',
    targetKind: 'service_account',
    targetId: account.id,
    targetName: name,
    before: null,
    after: principalRecord(account),
  })
  return account
}
