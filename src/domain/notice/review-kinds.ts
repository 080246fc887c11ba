/** What is told of access reviews: by the review's id, counts and times. */
import type { Role } from '../access/entities.ts'
import type { FactForms, WrittenFacts } from './facts.ts'
import type { NoticeKindSpec } from './kinds.ts'

const kind = <const F extends FactForms>(spec: NoticeKindSpec<F>): NoticeKindSpec<F> => spec

const RUNNERS = ['admin', 'security_admin'] as const satisfies readonly Role[]
const DUE = { reviewId: 'id', undecided: 'count', dueAt: 'time' } as const
const day = (time: string): string => time.slice(0, 10)

/** Reviewers get all but the last, whatever their role. */
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
  'review.reminder': kind({
    title: 'Rows of an access review wait for you',
    severity: 'attention',
    audience: [],
    facts: DUE,
    text: ({ reviewId, undecided, dueAt }: WrittenFacts<typeof DUE>) =>
      `You have rows to decide in the review ${reviewId}, which is due on ${day(dueAt)}; of all who are reminded ${undecided} are left: hubward review rows ${reviewId} --mine --undecided.`,
  }),
  'review.overdue': kind({
    title: 'An access review is overdue',
    severity: 'attention',
    audience: RUNNERS,
    facts: DUE,
    text: ({ reviewId, undecided, dueAt }: WrittenFacts<typeof DUE>) =>
      `The review ${reviewId} was due on ${day(dueAt)}, and ${undecided} of its rows are not decided. Reviewers: hubward review rows ${reviewId} --mine --undecided. Who runs it can give rows to others: hubward review assign.`,
  }),
  'review.exception_over': kind({
    title: 'An exception of an access review has ended',
    severity: 'attention',
    audience: RUNNERS,
    facts: { reviewId: 'id', rows: 'count' },
    text: ({ reviewId, rows }: WrittenFacts<{ reviewId: 'id'; rows: 'count' }>) =>
      `In the review ${reviewId} exceptions have ended (${rows}): hubward review rows ${reviewId} --decided exception. Take the access, or review it again.`,
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
