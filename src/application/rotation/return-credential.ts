import type { Connection } from '../../domain/connection/connection.ts'
import { failureError, type HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { credentialInUse } from '../connection/credential-in-use.ts'
import { connectionRecord } from '../connection/record.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { takeWayBack } from './way-back.ts'
import { credentialLock, LOCK_WAIT_MS } from '../connection/credential-lock.ts'

/**
 * Goes back, by hand, to the credential before the last rotation, while HubSpot still accepts it.
 * The one that was in use is wiped.
 *
 * @throws HubwardError `rotation.no_way_back`; `connection.*` where HubSpot could not be asked, and the
 *   way back stays
 */
export async function returnCredential(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Connection> {
  authorise(ctx, 'secure', 'connection.return_credential')
  const found = await findConnection(ctx.store.read, input.connection)
  const { id, name } = found
  if (!(await ctx.store.read.slots.get(id, 'previous'))) throw noWayBack(name)
  const room = await ctx.accounts.reserve(found, 1)
  const went = await ctx.exclusive
    .run(credentialLock(id), LOCK_WAIT_MS, async (held) => {
      const previous = await ctx.store.read.slots.get(id, 'previous')
      const now = await findConnection(ctx.store.read, id)
      const inUse = await credentialInUse(ctx.store.read, id)
      const under = { room, held, inUse }
      return previous ? takeWayBack(ctx, now, previous, under, recordReturn) : 'none'
    })
    .finally(room.end)
  if (typeof went === 'object') throw notAsked(went)
  if (went === 'none') throw noWayBack(name)
  if (went === 'overtaken')
    throw new HubwardError(
      'resource.conflict',
      `The credential of "${name}" was changed while HubSpot was asked, so nothing was gone back from. See what it has now: hubward rotate ${name} --show`,
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

const noWayBack = (name: string): HubwardError =>
  new HubwardError(
    'rotation.no_way_back',
    `The credential before the last rotation of "${name}" is not kept any more, or HubSpot does not accept it.`,
  )

function notAsked(why: HubSpotFailure): HubwardError {
  const { code, message } = failureError(why)
  return new HubwardError(
    code,
    `${message} The credential before the last rotation is still kept, so try again.`,
  )
}
