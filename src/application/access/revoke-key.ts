import type { ClientKey } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { keyRecord } from './record.ts'

/** Ends a key, by its id, at once. Idempotent: the first revocation's time stands. @throws HubwardError `resource.not_found` */
export async function revokeKey(ctx: Context, input: { readonly key: string }): Promise<ClientKey> {
  authorise(ctx, 'secure', 'key.revoke')
  return inChange(ctx, async (tx) => {
    const before = await tx.keys.get(input.key)
    if (!before) throw new HubwardError('resource.not_found', `There is no key "${input.key}".`)
    return before.revokedAt ? before : revokeKeyIn(tx, ctx, before)
  })
}

/** Within a transaction, a key that is live. */
export async function revokeKeyIn(
  tx: Repositories,
  ctx: Context,
  before: ClientKey,
): Promise<ClientKey> {
  const after = { ...before, revokedAt: ctx.world.now() }
  const principal = await tx.principals.get(before.principalId)
  await tx.keys.revoke(before.id, after.revokedAt)
  await recordChange(tx, ctx, {
    action: 'key.revoke',
    targetKind: 'key',
    targetId: after.id,
    targetName: `${after.name} of ${principal?.email ?? principal?.name ?? after.principalId}`,
    before: keyRecord(before),
    after: keyRecord(after),
  })
  return after
}
