/** What can be refused of reviews: rows of the one table of errors. */
import type { ErrorSpec } from '../errors.ts'

export const REVIEW_ERRORS = {
  'review.wrong_state': { status: 409, title: 'The review is in another state', retry: 'no' },
  'review.reading_stale': {
    status: 409,
    title: 'There is no fresh reading to review',
    retry: 'after_change',
  },
  'review.no_reviewer': {
    status: 409,
    title: 'Somebody has nobody who may review them',
    retry: 'after_change',
  },
  'review.own_row': { status: 403, title: 'Nobody reviews their own access', retry: 'no' },
  'review.not_reviewer': {
    status: 403,
    title: 'Another person reviews that row',
    retry: 'after_change',
  },
  'review.not_covered': {
    status: 409,
    title: 'Rows of the review are not covered',
    retry: 'after_change',
  },
  'review.not_proven': {
    status: 409,
    title: 'Revocations of the review are not proven',
    retry: 'after_change',
  },
} as const satisfies Record<string, ErrorSpec>
