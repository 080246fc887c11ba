import { HubwardError } from '../../domain/errors.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { grantRecord } from './record.ts'

/** Ends a grant, by its id. @throws HubwardError `resource.not_found` */
export async function removeGrant(ctx: Context, input: { readonly grant: string }): Promise<void> {
  authorise(ctx, 'change', 'grant.remove')
  await inChange(ctx, (tx) => removeGrantIn(tx, ctx, input.grant))
}

export async function removeGrantIn(tx: Repositories, ctx: Context, id: string): Promise<void> {
  const grant = await tx.grants.get(id)
  if (!grant) throw new HubwardError('resource.not_found', `There is no grant "${id}".`)
  const group = await tx.groups.get(grant.groupId)
  const connection = await tx.connections.get(grant.connectionId)
  await tx.grants.remove(id)
  await recordChange(tx, ctx, {
    action: 'grant.remove',
    targetKind: 'grant',
    targetId: id,
    targetName: `${group?.name ?? grant.groupId} on ${connection?.name ?? grant.connectionId}`,
    connectionId: grant.connectionId,
    before: grantRecord(grant),
    after: null,
  })
}
