/** Routes of access reviews. */
import { findConnection } from '../../../application/access/find.ts'
import type { Context } from '../../../application/context.ts'
import { assignRows } from '../../../application/review/assign-rows.ts'
import { cancelReview } from '../../../application/review/cancel-review.ts'
import { closeReview } from '../../../application/review/close-review.ts'
import { createReview } from '../../../application/review/create-review.ts'
import { decideRows } from '../../../application/review/decide-rows.ts'
import { freezeReview, reopenReview } from '../../../application/review/freeze-review.ts'
import { openReview } from '../../../application/review/open-review.ts'
import { packEvidence, showEvidenceKey } from '../../../application/review/pack-evidence.ts'
import { planRemediation } from '../../../application/review/plan-remediation.ts'
import {
  listGaps,
  listOwnReviews,
  listReviews,
  listRows,
  showReview,
  showRow,
} from '../../../application/review/show-reviews.ts'
import { reviewEndpoints as endpoints } from '../contract/reviews.ts'
import { decisionView, gapView, reviewRowView, reviewView } from '../review-views.ts'
import { route, streamingRoute } from '../route.ts'

export const reviewRoutes = [
  route(endpoints.create, async ({ ctx, body }) => shown(ctx, await createReview(ctx, body))),
  route(endpoints.list, async ({ ctx, query }) => ({
    items: (query.mine ? await listOwnReviews(ctx) : await listReviews(ctx)).map(reviewView),
  })),
  route(endpoints.show, async ({ ctx, params }) => reviewView(await showReview(ctx, params))),
  route(endpoints.open, async ({ ctx, params }) => shown(ctx, await openReview(ctx, params))),
  route(endpoints.rows, async ({ ctx, params, query }) => {
    const { items, total, next } = await listRows(ctx, { ...params, ...query })
    return { items: items.map(reviewRowView), total, next }
  }),
  route(endpoints.row, async ({ ctx, params }) => {
    const { history, reassignments, ...found } = await showRow(ctx, params)
    return {
      row: reviewRowView(found),
      history: history.map(decisionView),
      reassignments: reassignments.map(({ from, to, by, reason, at }) => ({
        from: { ...from },
        to: { ...to },
        by: { ...by },
        reason,
        at: at.toISOString(),
      })),
    }
  }),
  route(endpoints.decide, async ({ ctx, params, body }) => ({
    items: (await decideRows(ctx, { ...params, ...body })).map(reviewRowView),
  })),
  route(endpoints.assign, async ({ ctx, params, body }) => ({
    items: (await assignRows(ctx, { ...params, ...body })).map(reviewRowView),
  })),
  route(endpoints.freeze, async ({ ctx, params }) => shown(ctx, await freezeReview(ctx, params))),
  route(endpoints.reopen, async ({ ctx, params, body }) =>
    shown(ctx, await reopenReview(ctx, { ...params, ...body })),
  ),
  route(endpoints.plan, async ({ ctx, params, body }) => {
    const plans = await planRemediation(ctx, { ...params, ...body })
    const items = []
    for (const { id, connectionId, hash, plan } of plans) {
      const { name } = await findConnection(ctx.store.read, connectionId)
      const connection = { id: connectionId, name }
      items.push({ id, connection, hash, items: plan.items.length, blocks: plan.blocks.length })
    }
    return { items }
  }),
  route(endpoints.gaps, async ({ ctx, params }) => {
    const { uncovered, unproven } = await listGaps(ctx, params)
    return { uncovered: uncovered.map(gapView), unproven: unproven.map(gapView) }
  }),
  route(endpoints.close, async ({ ctx, params }) => shown(ctx, await closeReview(ctx, params))),
  streamingRoute(endpoints.evidence, async ({ ctx, params }) => {
    // Its library is loaded by whoever wants a PDF, and by nobody else.
    const { evidencePdf } = await import('../evidence-pdf/evidence-pdf.ts')
    return inPieces(await packEvidence(ctx, { ...params, print: evidencePdf }))
  }),
  route(endpoints.evidenceKey, ({ ctx }) => showEvidenceKey(ctx)),
  route(endpoints.cancel, async ({ ctx, params, body }) =>
    shown(ctx, await cancelReview(ctx, { ...params, ...body })),
  ),
]

const PIECE = 64 * 1024

/** So that a slow reader is waited for. */
async function* inPieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

const shown = async (ctx: Context, { id }: { readonly id: string }) =>
  reviewView(await showReview(ctx, { review: id }))
