/** Reviews, rows and decisions in the contract's shapes. */
import type { ShownReview } from '../../application/review/show-reviews.ts'
import type { KeptDecision } from '../../domain/review/decision.ts'
import { GAPS, type DecidedRow, type RowGap } from '../../domain/review/gaps.ts'
import type { ReviewRowView, ReviewView } from './contract/reviews.ts'

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export function reviewView({ review, connections, counts, names }: ShownReview): ReviewView {
  const named = (id: string) => ({ id, name: names.get(id) ?? id })
  const sum = (of: 'rows' | 'decided') => counts.reduce((all, count) => all + count[of], 0)
  const { reviewer } = review
  return {
    id: review.id,
    name: review.name,
    state: review.state,
    scope: review.scope,
    privilegedSets: [...review.privilegedSets],
    reviewer: {
      by: reviewer.by,
      person: reviewer.by === 'person' ? named(reviewer.principalId) : null,
    },
    fallback: review.fallbackIds.map(named),
    connections: connections.map(({ connectionId, name, ownerId, reading }) => ({
      connection: { id: connectionId, name },
      owner: ownerId === null ? null : named(ownerId),
      reading: reading && { id: reading.id, snapshot: reading.seal },
    })),
    dueAt: review.dueAt.toISOString(),
    remindDays: [...review.remindDays],
    createdAt: review.createdAt.toISOString(),
    createdBy: { ...review.createdBy },
    openedAt: iso(review.openedAt),
    closingAt: iso(review.closingAt),
    endedAt: iso(review.endedAt),
    endedBy: review.endedBy && { ...review.endedBy },
    endReason: review.endReason,
    rows: sum('rows'),
    decided: sum('decided'),
    reviewers: counts.map((count) => ({ ...count, reviewer: { ...count.reviewer } })),
  }
}

export function reviewRowView({ row, decided }: DecidedRow): ReviewRowView {
  const { access } = row
  const copy = <T extends object>(some: readonly T[]): T[] => some.map((one) => ({ ...one }))
  return {
    no: row.no,
    connectionId: row.connectionId,
    userId: row.userId,
    email: row.email,
    name: row.name,
    privileged: row.privileged,
    superAdmin: access.superAdmin,
    permissionSets: copy(access.permissionSets),
    primaryTeam: access.primaryTeam && { ...access.primaryTeam },
    secondaryTeams: copy(access.secondaryTeams),
    seats: [...access.seats],
    deactivated: access.deactivated,
    inferredInvited: access.inferredInvited,
    lastLoginAt: access.lastLoginAt,
    loginsFrom: access.loginsFrom,
    alerts: [...access.alerts],
    person: access.person && { ...access.person },
    match: access.match,
    reviewer: { ...row.reviewer },
    assignedAs: row.assignedAs,
    decision: decided && decisionView(decided),
  }
}

export function decisionView({ decision, ...kept }: KeptDecision) {
  return {
    version: kept.version,
    kind: decision.kind,
    to: decision.kind === 'change' ? { ...decision.to } : null,
    recordsTo: decision.kind === 'remove' ? decision.recordsTo : null,
    until: decision.kind === 'exception' ? decision.until : null,
    reason: decision.reason,
    by: { ...kept.by },
    at: kept.at.toISOString(),
    bulk: kept.bulk,
    seconds: kept.seconds,
    pace: kept.pace,
  }
}

export const gapView = ({ row, gap }: RowGap) => ({
  no: row.no,
  email: row.email,
  reviewer: { ...row.reviewer },
  gap,
  text: GAPS[gap],
})
