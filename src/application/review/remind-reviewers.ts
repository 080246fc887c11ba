import { stageAt } from '../../domain/review/reminder.ts'
import type { Review } from '../../domain/review/review.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { recordReview } from './record.ts'

/**
 * Reminds whoever has rows left of a review that is due soon or overdue, and tells of exceptions that
 * ended. Nobody is told the same twice, whatever is killed when.
 */
export async function remindReviewers(ctx: Context): Promise<void> {
  authorise(ctx, 'operate', 'review.remind')
  for (const review of await ctx.store.read.reviews.running()) await remind(ctx, review)
  await tellExceptions(ctx)
}

async function remind(ctx: Context, review: Review): Promise<void> {
  const now = ctx.world.now()
  const stage = stageAt(review, now)
  if (stage === undefined) return
  await ctx.store.aside(async (tx) => {
    const behind = (await tx.reviews.counts(review.id)).filter(
      ({ rows, decided }) => decided < rows,
    )
    const ids = behind.map(({ reviewer }) => reviewer.id)
    const fresh = await tx.reviews.noteReminded(review.id, ids, String(stage), now)
    if (fresh.length === 0) return
    const told = new Set(fresh)
    const left = behind
      .filter(({ reviewer }) => told.has(reviewer.id))
      .reduce((sum, { rows, decided }) => sum + rows - decided, 0)
    await raiseNotice(tx, ctx, {
      kind: stage === 'overdue' ? 'review.overdue' : 'review.reminder',
      facts: { reviewId: review.id, undecided: left, dueAt: review.dueAt },
      alsoTo: fresh,
    })
    await recordReview(tx, ctx, 'remind', review, null, { stage, reviewers: fresh })
  })
}

async function tellExceptions(ctx: Context): Promise<void> {
  const now = ctx.world.now()
  const over = await ctx.store.read.reviews.exceptionsOver(now)
  for (const [reviewId, some] of Map.groupBy(over, (one) => one.reviewId))
    await ctx.store.aside(async (tx) => {
      const fresh = []
      for (const one of some) {
        const stage = `exception:${one.no}:${one.version}`
        const noted = await tx.reviews.noteReminded(reviewId, [one.reviewerId], stage, now)
        if (noted.length > 0) fresh.push(one)
      }
      const review = await tx.reviews.get(reviewId)
      if (!review || fresh.length === 0) return
      await raiseNotice(tx, ctx, {
        kind: 'review.exception_over',
        facts: { reviewId, rows: fresh.length },
        alsoTo: [...new Set(fresh.map(({ reviewerId }) => reviewerId))],
      })
      await recordReview(tx, ctx, 'exception_over', review, null, {
        rows: fresh.map(({ no }) => no),
      })
    })
}
