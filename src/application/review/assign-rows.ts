import { HubwardError } from '../../domain/errors.ts'
import type { DecidedRow } from '../../domain/review/gaps.ts'
import type { ReviewRow } from '../../domain/review/review.ts'
import { findMember } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { doerOf } from '../people/provisioning/doer-of.ts'
import { noSuchRows } from './decide-rows.ts'
import { findReview, wrongState } from './find-review.ts'
import { recordReview } from './record.ts'
import { selfOf } from './self.ts'

export interface AssignRows {
  readonly review: string
  readonly rows: readonly number[]
  /** A member, by id or address. */
  readonly reviewer: string
  readonly reason: string | null
}

/**
 * Gives rows to another reviewer; all of them, or none. What was decided before stays until they decide
 * anew. Nobody is given their own row, and nobody chooses who reviews theirs.
 *
 * @throws HubwardError `review.wrong_state`, `review.own_row`, `resource.not_found`
 */
export async function assignRows(ctx: Context, input: AssignRows): Promise<readonly DecidedRow[]> {
  authorise(ctx, 'operate', 'review.assign')
  const { id } = await findReview(ctx.store.read, input.review)
  const to = await findMember(ctx.store.read, input.reviewer)
  const by = doerOf(ctx)
  const nos = [...new Set(input.rows)]
  const at = ctx.world.now()
  return ctx.store.aside(async (tx) => {
    const review = await tx.reviews.getLocked(id, 'share')
    if (review?.state !== 'open') throw wrongState(review ?? (await findReview(tx, id)), ['open'])
    const rows = await tx.reviews.rowsForUpdate(id, nos)
    if (rows.length !== nos.length) throw noSuchRows(nos, rows)
    const isTheirs = await selfOf(tx, to.id, rows)
    const isOurs = await selfOf(tx, by.id, rows)
    for (const { row } of rows) {
      if (isTheirs(row))
        throw own(
          row,
          `${to.email ?? to.name} cannot review it: it is their own access, or may be.`,
        )
      if (isOurs(row))
        throw own(row, 'It is about your own access, so somebody else has to say who reviews it.')
    }
    await tx.reviews.reassign(
      id,
      rows.map(({ row }) => ({ no: row.no, from: row.reviewer })),
      { to: { id: to.id, name: to.name }, by, reason: input.reason, at },
    )
    await recordReview(
      tx,
      ctx,
      'assign',
      review,
      { reviewers: Object.fromEntries(rows.map(({ row }) => [row.no, row.reviewer.id])) },
      { rows: nos, reviewer: to.id, reason: input.reason },
    )
    return tx.reviews.rowsForUpdate(id, nos)
  })
}

const own = ({ no, email }: ReviewRow, why: string): HubwardError =>
  new HubwardError('review.own_row', `Row ${no} (${email}): ${why} Nothing was changed.`)
