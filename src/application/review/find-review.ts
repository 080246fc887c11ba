/** A review by its id or, of several of one name, the newest; and the ways between its states. */
import { HubwardError } from '../../domain/errors.ts'
import type { Review, ReviewState } from '../../domain/review/review.ts'
import { stateAfter, WAYS, type Way } from '../../domain/review/ways.ts'
import type { Repositories } from '../ports.ts'

/** @throws HubwardError `resource.not_found` */
export async function findReview({ reviews }: Repositories, named: string): Promise<Review> {
  const found = (await reviews.get(named)) ?? (await reviews.findByName(named))
  if (found) return found
  throw new HubwardError(
    'resource.not_found',
    `There is no review "${named}". hubward review list shows them.`,
  )
}

/** Locks it, so that of two who go a way at the same moment one does. @throws HubwardError `review.wrong_state` */
export async function demandWay(tx: Repositories, id: string, way: Way): Promise<Review> {
  const review = await tx.reviews.getLocked(id, 'update')
  if (!review) throw new HubwardError('resource.not_found', `There is no review "${id}".`)
  if (stateAfter(review.state, way)) return review
  throw wrongState(review, WAYS[way].from)
}

export const wrongState = (review: Review, wanted: readonly ReviewState[]): HubwardError =>
  new HubwardError(
    'review.wrong_state',
    `"${review.name}" is ${review.state}; for that it has to be ${wanted.join(' or ')}.`,
    { facts: { state: review.state } },
  )
