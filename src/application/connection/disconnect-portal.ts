import type { Connection } from '../../domain/connection/connection.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { endGrants, grantsOf } from '../rotation/held-grants.ts'
import type { Secrets } from '../rotation/slot-secrets.ts'
import { changeConnection } from './change-connection.ts'

export interface Disconnected {
  readonly connection: Connection
  /**
   * Whether the grant was ended at HubSpot too; `null` for kinds that only HubSpot's own pages
   * can end. Access tokens that were issued live on there for at most half an hour.
   */
  readonly revokedAtHubSpot: boolean | null
}

/**
 * Ends a connection: calls stop, every secret is wiped, every grant on it is removed. The row
 * stays for the audit's sake and its name is free again. Every OAuth grant that it held is
 * revoked at HubSpot afterwards, as far as HubSpot can be reached. Whoever was given access for a
 * while is told that it cannot be given back from here.
 *
 * @throws HubwardError `connection.not_found`
 */
export async function disconnectPortal(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Disconnected> {
  authorise(ctx, 'secure', 'connection.disconnect')
  const found = await findConnection(ctx.store.read, input.connection)
  let grants: readonly Secrets[] = []
  const connection = await changeConnection(
    ctx,
    'secure',
    'connection.disconnect',
    found.id,
    async (before, tx) => {
      grants = await grantsOf(ctx, tx, before)
      await tx.secrets.removeAll(before.id)
      await tx.slots.removeAll(before.id)
      await tx.oauth.end(before.id)
      await tx.grants.removeForConnection(before.id)
      await tx.requests.wake(before.id, ctx.world.now())
      return { ...before, state: 'disconnected', stateReason: null }
    },
  )
  return { connection, revokedAtHubSpot: await endGrants(ctx, found, grants) }
}
