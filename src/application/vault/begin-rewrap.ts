import { authorise, type Context } from '../context.ts'

/** Sends the job that rewraps, unless one waits already. For the impatient: it also comes by itself. */
export async function beginRewrap(ctx: Context): Promise<void> {
  authorise(ctx, 'secure', 'vault.begin_rewrap')
  await ctx.store.transaction((tx) => tx.jobs.send('vault.rewrap', {}, { singletonKey: 'rewrap' }))
}
