/**
 * Reads the people of every connection whose time has come. Over all replicas each is taken by one. What
 * is not complete is tried again at the next time; a reading that somebody else runs is left to them.
 */
import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'
import { syncPeople } from './sync-people.ts'

/** Of one round; the rest is taken by the next. */
const MOST = 4

export async function syncDue(ctx: Context, signal?: AbortSignal): Promise<void> {
  authorise(ctx, 'operate', 'people.sync')
  for (let read = 0; read < MOST && !signal?.aborted; read++) {
    // One at a time: whose turn is taken and not used waits for a day, or a week.
    const [connection] = await ctx.store.read.people.claimDue(ctx.world.now(), 1)
    if (connection === undefined) return
    try {
      await syncPeople(ctx, { connection })
    } catch (err) {
      if (!(err instanceof HubwardError)) throw err
      ctx.log.warn({ err, connectionId: connection }, 'people: a reading did not begin or not end')
    }
  }
}
