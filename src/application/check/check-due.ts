import { authorise, type Context } from '../context.ts'
import { checkConnection } from './check-connection.ts'

/** A first check takes seconds; one that was begun and lives is in nobody's way (`check.running`). */
const FIRST_CHECK_WITHIN_MS = 2 * 60_000

/**
 * Checks every connection whose time has come, each by one replica. It writes nothing at HubSpot, and
 * turns no pending connection active: that waits for a person. But where a person approved what was
 * handed over, and Hubward ended before the check that belongs to that, the check is taken up here. One
 * that cannot be checked keeps no other from it, and its turn comes again.
 *
 * @returns how many were checked
 */
export async function checkDue(ctx: Context, signal?: AbortSignal): Promise<number> {
  authorise(ctx, 'operate', 'connection.check')
  let checked = 0
  const approvedBefore = new Date(ctx.world.now().getTime() - FIRST_CHECK_WITHIN_MS)
  for (const connection of await ctx.store.read.checks.unchecked(approvedBefore)) {
    if (signal?.aborted) return checked
    checked += await checkOne(ctx, connection)
  }
  for (;;) {
    if (signal?.aborted) return checked
    const connection = await ctx.store.read.checks.schedules.take(ctx.world.now())
    if (connection === undefined) return checked
    checked += await checkOne(ctx, connection)
  }
}

async function checkOne(ctx: Context, connection: string): Promise<0 | 1> {
  try {
    await checkConnection(ctx, { connection })
    return 1
  } catch (err) {
    // One that somebody runs at this moment is as good.
    ctx.log.warn({ err, connectionId: connection }, 'check: one that was due was not run')
    return 0
  }
}
