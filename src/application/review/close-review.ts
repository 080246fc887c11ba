import { uncovered, unproven } from '../../domain/review/gaps.ts'
import type { Review } from '../../domain/review/review.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { authorise, type Context } from '../context.ts'
import { demandPersonToApprove, doerOf } from '../people/provisioning/doer-of.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { demandWay, findReview } from './find-review.ts'
import { demandCovered, demandProven } from './freeze-review.ts'
import { latestReadings } from './latest-readings.ts'
import { recordReview } from './record.ts'
import { selfDecided } from './self.ts'

/**
 * Signs a review off: every row is covered at this moment, and the newest sealed reading of each portal
 * shows every revocation done. From then on nothing of it changes.
 *
 * @throws HubwardError `review.wrong_state`, `review.not_covered`, `review.not_proven`,
 *   `resource.not_found`, `auth.step_up_required`
 */
export async function closeReview(
  ctx: Context,
  input: { readonly review: string },
): Promise<Review> {
  authorise(ctx, 'approve', 'review.close')
  demandPersonToApprove(ctx)
  demandStepUp(ctx)
  const { id } = await findReview(ctx.store.read, input.review)
  return ctx.store.aside(async (tx) => {
    const review = await demandWay(tx, id, 'close')
    const at = ctx.world.now()
    const rows = await tx.reviews.allRows(id)
    demandCovered(uncovered(rows, at, await selfDecided(tx, rows)))
    for (const { connectionId } of await tx.reviews.connections(id))
      await tx.people.lock(connectionId)
    const latest = await latestReadings(tx, id)
    demandProven(unproven(rows, latest))
    const proofs = [...latest].map(([connectionId, { readingId, seal }]) => ({
      connectionId,
      readingId,
      seal,
    }))
    await tx.reviews.saveProofs(id, proofs)
    const closed: Review = { ...review, state: 'closed', endedAt: at, endedBy: doerOf(ctx) }
    await tx.reviews.update(closed)
    await recordReview(
      tx,
      ctx,
      'close',
      review,
      { state: review.state },
      {
        state: 'closed',
        rows: rows.length,
        provenBy: proofs,
      },
    )
    await raiseNotice(tx, ctx, {
      kind: 'review.closed',
      facts: { reviewId: id, rows: rows.length },
    })
    return closed
  })
}
