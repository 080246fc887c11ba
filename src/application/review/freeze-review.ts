import { HubwardError } from '../../domain/errors.ts'
import { GAPS, uncovered, type RowGap } from '../../domain/review/gaps.ts'
import type { Review } from '../../domain/review/review.ts'
import { authorise, type Context } from '../context.ts'
import { demandWay, findReview } from './find-review.ts'
import { recordReview } from './record.ts'
import { selfDecided } from './self.ts'

/**
 * Freezes the decisions, once every row has one: what they want of the portals is carried out then.
 *
 * @throws HubwardError `review.wrong_state`, `review.not_covered`, `resource.not_found`
 */
export async function freezeReview(
  ctx: Context,
  input: { readonly review: string },
): Promise<Review> {
  authorise(ctx, 'operate', 'review.freeze')
  const { id } = await findReview(ctx.store.read, input.review)
  return ctx.store.aside(async (tx) => {
    const review = await demandWay(tx, id, 'freeze')
    const at = ctx.world.now()
    const rows = await tx.reviews.allRows(id)
    demandCovered(uncovered(rows, at, await selfDecided(tx, rows)))
    const frozen: Review = { ...review, state: 'closing', closingAt: at }
    await tx.reviews.update(frozen)
    const kinds = Map.groupBy(rows, ({ decided }) => decided?.decision.kind ?? 'none')
    await recordReview(
      tx,
      ctx,
      'freeze',
      review,
      { state: review.state },
      {
        state: 'closing',
        decisions: Object.fromEntries([...kinds].map(([kind, some]) => [kind, some.length])),
      },
    )
    return frozen
  })
}

/**
 * Lets decisions be changed once more: one that cannot be carried out, an exception that ended meanwhile.
 *
 * @throws HubwardError `review.wrong_state`, `resource.not_found`
 */
export async function reopenReview(
  ctx: Context,
  input: { readonly review: string; readonly reason: string },
): Promise<Review> {
  authorise(ctx, 'operate', 'review.reopen')
  const { id } = await findReview(ctx.store.read, input.review)
  return ctx.store.aside(async (tx) => {
    const review = await demandWay(tx, id, 'reopen')
    const open: Review = { ...review, state: 'open' }
    await tx.reviews.update(open)
    await recordReview(
      tx,
      ctx,
      'reopen',
      review,
      { state: review.state },
      {
        state: 'open',
        reason: input.reason,
      },
    )
    return open
  })
}

/** @throws HubwardError `review.not_covered` that lists which */
export function demandCovered(gaps: readonly RowGap[]): void {
  if (gaps.length > 0) throw refusal('review.not_covered', 'are not covered', gaps)
}

/** @throws HubwardError `review.not_proven` that lists which */
export function demandProven(gaps: readonly RowGap[]): void {
  if (gaps.length > 0)
    throw refusal('review.not_proven', 'are revocations that no reading shows', gaps)
}

const IN_WORDS = 5
const LISTED = 500

const refusal = (
  code: 'review.not_covered' | 'review.not_proven',
  what: string,
  gaps: readonly RowGap[],
): HubwardError =>
  new HubwardError(
    code,
    `${gaps.length} of the rows ${what}: ${gaps
      .slice(0, IN_WORDS)
      .map(({ row, gap }) => `row ${row.no}, ${row.email}: ${GAPS[gap]}`)
      .join(' ')}${gaps.length > IN_WORDS ? ` And ${gaps.length - IN_WORDS} more.` : ''}`,
    {
      facts: {
        rows: gaps
          .slice(0, LISTED)
          .map(({ row, gap }) => ({ no: row.no, email: row.email, gap, text: GAPS[gap] })),
        count: gaps.length,
      },
    },
  )
