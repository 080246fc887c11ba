import type { Connection } from '../../domain/connection/connection.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { keepOnlySlots, kindsOf } from './slot-secrets.ts'

/** Wipes the next credential of a connection. Calls are not touched. Idempotent. */
export async function discardCredential(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Connection> {
  authorise(ctx, 'secure', 'connection.discard_credential')
  return ctx.store.transaction(async (tx) => {
    const connection = await findConnection(tx, input.connection)
    const { next, ...kept } = await kindsOf(tx, connection)
    if (next === undefined) return connection
    await keepOnlySlots(tx, connection.id, kept)
    await recordChange(tx, ctx, {
      action: 'connection.discard_credential',
      targetKind: 'connection',
      targetId: connection.id,
      targetName: connection.name,
      connectionId: connection.id,
      before: { kind: next },
      after: null,
    })
    return connection
  })
}
