import { findConnection } from '../access/find.ts'
import { credentialInUse } from '../connection/credential-in-use.ts'
import { authorise, type Context } from '../context.ts'
import { believe } from './believe.ts'
import { gather } from './gather.ts'
import { healthOf, type ConnectionHealth } from './health-of.ts'

/** Until the next look where nothing could be concluded: live calls had the allowance. */
const UNDECIDED_SECONDS = 15

/**
 * Looks at one connection now: asks HubSpot who the credential is and what it may do, and takes the
 * answer into what is believed. One look alone raises no alarm. A disconnected one has no health.
 *
 * @throws HubwardError `connection.not_found`
 */
export async function lookAtConnection(
  ctx: Context,
  input: { readonly connection: string },
): Promise<ConnectionHealth> {
  authorise(ctx, 'operate', 'health.look')
  const connection = await findConnection(ctx.store.read, input.connection)
  if (connection.state !== 'disconnected') {
    const before = await ctx.store.read.health.get(connection.id)
    const inUse = await credentialInUse(ctx.store.read, connection.id)
    const gathered = await gather(ctx, connection, before)
    if (gathered) await believe(ctx, connection, gathered, inUse)
    else await ctx.store.read.health.defer(connection.id, UNDECIDED_SECONDS)
  }
  return healthOf(ctx.store.read, await findConnection(ctx.store.read, connection.id))
}
