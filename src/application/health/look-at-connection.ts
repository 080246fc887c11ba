import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { believe } from './believe.ts'
import { gather } from './gather.ts'
import { healthOf, type ConnectionHealth } from './health-of.ts'

/** Two calls; live ones go first, so a portal that is busy is looked at a moment later. */
const BUSY_SECONDS = 15

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
    const gathered = await gather(ctx, connection, before)
    if (gathered) await believe(ctx, connection, gathered)
    else if (before) await ctx.store.read.health.save(before, BUSY_SECONDS)
  }
  return healthOf(ctx.store.read, await findConnection(ctx.store.read, connection.id))
}
