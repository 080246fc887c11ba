import type { Review } from '../../domain/review/review.ts'
import { authorise, type Context } from '../context.ts'
import { doerOf } from '../people/provisioning/doer-of.ts'
import { demandWay, findReview } from './find-review.ts'
import { recordReview } from './record.ts'

/**
 * Ends a review without a result. What was decided is kept, and proves nothing; plans that were made of
 * it stay as they are.
 *
 * @throws HubwardError `review.wrong_state`, `resource.not_found`
 */
export async function cancelReview(
  ctx: Context,
  input: { readonly review: string; readonly reason: string },
): Promise<Review> {
  authorise(ctx, 'operate', 'review.cancel')
  const { id } = await findReview(ctx.store.read, input.review)
  return ctx.store.aside(async (tx) => {
    const review = await demandWay(tx, id, 'cancel')
    const ended: Review = {
      ...review,
      state: 'cancelled',
      endedAt: ctx.world.now(),
      endedBy: doerOf(ctx),
      endReason: input.reason,
    }
    await tx.reviews.update(ended)
    await recordReview(
      tx,
      ctx,
      'cancel',
      review,
      { state: review.state },
      {
        state: 'cancelled',
        reason: input.reason,
      },
    )
    return ended
  })
}
