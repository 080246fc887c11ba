/** What happens to reviews, as the audit shows it. */
import type { Review } from '../../domain/review/review.ts'
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'

export const recordReview = (
  tx: Repositories,
  ctx: Context,
  action: string,
  { id, name }: Pick<Review, 'id' | 'name'>,
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>>,
): Promise<void> =>
  recordChange(tx, ctx, {
    action: `review.${action}`,
    targetKind: 'review',
    targetId: id,
    targetName: name,
    before,
    after,
  })
