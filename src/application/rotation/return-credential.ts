import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { connectionRecord } from '../connection/record.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { takeWayBack } from './way-back.ts'

const WAIT_MS = 28_000

/**
 * Goes back, by hand, to the credential before the last rotation, while HubSpot still accepts it.
 * The one that was in use is wiped.
 *
 * @throws HubwardError `rotation.no_way_back`
 */
export async function returnCredential(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Connection> {
  authorise(ctx, 'secure', 'connection.return_credential')
  const { id, name, kind } = await findConnection(ctx.store.read, input.connection)
  // An OAuth grant is never used by two at once.
  const lock = kind === 'oauth' ? `hubward oauth ${id}` : `hubward rotation ${id}`
  const went = await ctx.exclusive.run(lock, WAIT_MS, async () => {
    const previous = await ctx.store.read.slots.get(id, 'previous')
    const now = await findConnection(ctx.store.read, id)
    return previous !== undefined && takeWayBack(ctx, now, previous, recordReturn)
  })
  if (!went)
    throw new HubwardError(
      'rotation.no_way_back',
      `The credential before the last rotation of "${name}" is not kept any more, or HubSpot does not accept it.`,
    )
  ctx.credentials.forget(id)
  return findConnection(ctx.store.read, id)

  async function recordReturn(
    tx: Repositories,
    before: Connection,
    after: Connection,
  ): Promise<void> {
    await raiseNotice(tx, ctx, {
      kind: 'rotation.returned',
      facts: { connectionId: id },
      links: [`/connections/${id}`],
    })
    await recordChange(tx, ctx, {
      action: 'connection.return_credential',
      targetKind: 'connection',
      targetId: id,
      targetName: name,
      connectionId: id,
      before: connectionRecord(before),
      after: connectionRecord(after),
    })
  }
}
