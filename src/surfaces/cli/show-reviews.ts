/** Reviews for people's eyes. */
import type { z } from 'zod'
import type { reviewEndpoints, ReviewRowView, ReviewView } from '../admin/contract/reviews.ts'
import type { Output } from './output.ts'

type Endpoints = typeof reviewEndpoints

export const showReviews = (out: Output, reviews: readonly ReviewView[]): void =>
  out.table(
    ['REVIEW', 'NAME', 'STATE', 'DECIDED', 'DUE'],
    reviews.map(({ id, name, state, decided, rows, dueAt }) => [
      id,
      name,
      { text: state, tone: state === 'closed' ? 'good' : 'strong' },
      `${decided} of ${rows}`,
      dueAt.slice(0, 10),
    ]),
    'There are none. Next: hubward review create',
  )

export function showReview(out: Output, review: ReviewView): void {
  out.line(`${review.name} (${review.id}) is ${review.state}, due on ${review.dueAt.slice(0, 10)}`)
  const { by, person } = review.reviewer
  out.line(
    `Reviewed by ${person ? person.name : `each user's ${by}`}; else ${review.fallback.map(({ name }) => name).join(', ')}`,
  )
  for (const { connection, owner, reading } of review.connections)
    out.line(
      `${connection.name}${owner ? `, owned by ${owner.name}` : ''}: ${reading ? `snapshot ${reading.snapshot}, ${reading.id}` : 'rows are fixed when it opens'}`,
    )
  if (review.endReason !== null) out.line(`Ended: ${review.endReason}`)
  if (review.rows > 0)
    out.table(
      ['REVIEWER', 'DECIDED'],
      review.reviewers.map(({ reviewer, rows, decided }) => [
        reviewer.name,
        { text: `${decided} of ${rows}`, tone: decided === rows ? 'good' : 'strong' },
      ]),
    )
}

export const showReviewRows = (out: Output, rows: readonly ReviewRowView[]): void =>
  out.table(
    ['ROW', 'WHO', 'MAY', 'LAST LOGIN', 'REVIEWER', 'DECISION'],
    rows.map((row) => [
      `${row.no}`,
      row.email,
      accessOf(row),
      row.lastLoginAt?.slice(0, 10) ?? `none since ${row.loginsFrom?.slice(0, 10) ?? 'unknown'}`,
      row.reviewer.name,
      decisionOf(row.decision),
    ]),
    'There are no such rows.',
  )

export function showReviewRow(
  out: Output,
  { row, history, reassignments }: z.output<Endpoints['row']['answer']>,
): void {
  showReviewRows(out, [row])
  if (row.alerts.length > 0) out.line(`Alerts: ${row.alerts.join(', ')}`)
  for (const { from, to, by, at, reason } of reassignments)
    out.line(
      `${at} given by ${by.name} from ${from.name} to ${to.name}${reason ? `: ${reason}` : ''}`,
    )
  for (const one of history)
    out.line(
      `${one.at} ${one.by.name}: ${decisionOf(one)}${one.bulk ? `, one of ${one.bulk} at once` : ''}${one.seconds === null ? '' : `, after ${one.seconds} s`}${one.reason ? `. ${one.reason}` : ''}`,
    )
}

export function showGaps(
  out: Output,
  { uncovered, unproven }: z.output<Endpoints['gaps']['answer']>,
): void {
  out.table(
    ['ROW', 'WHO', 'REVIEWER', 'WHAT IS MISSING'],
    [...uncovered, ...unproven].map(({ no, email, reviewer, text }) => [
      `${no}`,
      email,
      reviewer.name,
      text,
    ]),
    'Nothing: the review can be closed.',
  )
}

const accessOf = (row: ReviewRowView): string =>
  [
    ...(row.superAdmin ? ['super admin'] : []),
    ...row.permissionSets.map(({ name }) => name),
    ...(row.primaryTeam ? [row.primaryTeam.name] : []),
    ...row.secondaryTeams.map(({ name }) => name),
    ...row.seats,
  ].join(', ') || 'nothing'

function decisionOf(kept: ReviewRowView['decision']): string {
  if (!kept) return ''
  if (kept.kind === 'exception') return `exception until ${kept.until?.slice(0, 10)}`
  return kept.kind === 'change' ? `change to ${JSON.stringify(kept.to)}` : kept.kind
}
