import { authorise, type Context } from '../context.ts'
import { recordChange } from '../change.ts'

/** A season is enough to look back; what happened is in the audit for ever. */
const KEPT_DAYS = 90

/** Removes notices that are older, and the messages that were made of them. */
export async function sweepNotices(ctx: Context): Promise<number> {
  authorise(ctx, 'operate', 'notice.sweep')
  const before = new Date(ctx.world.now().getTime() - KEPT_DAYS * 24 * 60 * 60_000)
  return ctx.store.aside(async (tx) => {
    const removed = await tx.notices.removeRaisedBefore(before)
    if (removed > 0)
      await recordChange(tx, ctx, {
        action: 'notice.sweep',
        targetKind: 'notice',
        targetId: 'all',
        targetName: `older than ${KEPT_DAYS} days`,
        before: { removed },
        after: null,
      })
    return removed
  })
}
