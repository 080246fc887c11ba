/** What is told of access reviews: by the review's id, counts and times. */
import type { Role } from '../access/entities.ts'
import type { FactForms, WrittenFacts } from './facts.ts'
import type { NoticeKindSpec } from './kinds.ts'

const kind = <const F extends FactForms>(spec: NoticeKindSpec<F>): NoticeKindSpec<F> => spec

const RUNNERS = ['admin', 'security_admin'] as const satisfies readonly Role[]
const day = (time: string): string => time.slice(0, 10)

/** Reviewers get the first three, whatever their role. */
export const REVIEW_KINDS = {
  'review.opened': kind({
    title: 'An access review is open',
    severity: 'info',
    audience: [],
    facts: { reviewId: 'id', rows: 'count', dueAt: 'time' },
    text: ({
      reviewId,
      rows,
      dueAt,
    }: WrittenFacts<{ reviewId: 'id'; rows: 'count'; dueAt: 'time' }>) =>
      `The review ${reviewId} has ${rows} rows and is due on ${day(dueAt)}. You have rows to decide: hubward review rows ${reviewId} --mine.`,
  }),
  'review.closed': kind({
    title: 'An access review is closed',
    severity: 'info',
    audience: RUNNERS,
    facts: { reviewId: 'id', rows: 'count' },
    text: ({ reviewId, rows }: WrittenFacts<{ reviewId: 'id'; rows: 'count' }>) =>
      `All ${rows} rows of the review ${reviewId} are covered and its revocations proven. Its evidence can be fetched: hubward review evidence ${reviewId}.`,
  }),
} as const
