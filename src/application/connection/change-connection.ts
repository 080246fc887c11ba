/**
 * What every verb that changes an existing connection does around its own work: find it, lock it,
 * write what came out with its record, and forget the token in memory.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { findConnection, notFound } from '../access/find.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, type Context, type OrganisationAct } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { connectionRecord } from './record.ts'

/**
 * @param named id or name
 * @param decide gives the connection as it shall be; the very same object means: nothing to do
 * @throws HubwardError `connection.not_found`, and what `decide` throws
 */
export async function changeConnection(
  ctx: Context,
  act: OrganisationAct,
  action: string,
  named: string,
  decide: (before: Connection, tx: Repositories) => Connection | Promise<Connection>,
  /** What else the record keeps of it. */
  said: Readonly<Record<string, string>> = {},
): Promise<Connection> {
  authorise(ctx, act, action)
  const after = await inChange(ctx, async (tx) => {
    const { id } = await findConnection(tx, named)
    const before = await tx.connections.getForUpdate(id)
    if (!before) throw notFound('connection', named, [], 'connection.not_found')
    const changed = await decide(before, tx)
    if (changed === before) return before
    await tx.connections.update(changed)
    await recordChange(tx, ctx, {
      action,
      targetKind: 'connection',
      targetId: id,
      targetName: changed.name,
      connectionId: id,
      before: connectionRecord(before),
      after: { ...connectionRecord(changed), ...said },
    })
    return changed
  })
  ctx.credentials.forget(after.id)
  return after
}
