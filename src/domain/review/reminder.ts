/** Which reminder of a review is due: of several that were missed the last alone. */
import type { Review } from './review.ts'

const DAY_MS = 86_400_000

/** A number of days before the due date, or past it. */
export type ReminderStage = number | 'overdue'

export function stageAt(
  { dueAt, remindDays }: Pick<Review, 'dueAt' | 'remindDays'>,
  now: Date,
): ReminderStage | undefined {
  const left = dueAt.getTime() - now.getTime()
  if (left <= 0) return 'overdue'
  return remindDays.filter((days) => left <= days * DAY_MS).toSorted((a, b) => a - b)[0]
}
