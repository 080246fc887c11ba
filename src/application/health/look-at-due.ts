import { authorise, type Context } from '../context.ts'
import { lookAtConnection } from './look-at-connection.ts'

/** Of one round, so that even slow looks end within the lease; the rest is taken by the next. */
const MOST = 24
/** Looks at the same time. */
const ABREAST = 8

/**
 * Looks at every connection whose time has come. Over all replicas each is taken by one. A look that
 * fails for a reason of ours is logged, and taken up again when its claim has run out.
 *
 * @returns how many were looked at
 */
export async function lookAtDue(ctx: Context, signal?: AbortSignal): Promise<number> {
  authorise(ctx, 'operate', 'health.look')
  const due = await ctx.store.read.health.claimDue(MOST)
  const rest = due.values()
  const work = async (): Promise<void> => {
    for (const connection of rest) {
      if (signal?.aborted) return
      await lookAtConnection(ctx, { connection }).catch((err: unknown) =>
        ctx.log.warn({ err, connectionId: connection }, 'health: a look failed inside Hubward'),
      )
    }
  }
  await Promise.all(Array.from({ length: ABREAST }, work))
  return due.length
}
