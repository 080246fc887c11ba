/**
 * What keeps a review from being closed: rows that nobody covers, and revocations that no sealed reading
 * shows. A word is never enough: only what was read counts.
 */
import type { Presence } from '../people/difference.ts'
import { idSet, type PortalUser } from '../people/portal-user.ts'
import { isRevocation, type ChangedAccess, type KeptDecision } from './decision.ts'
import type { ReviewRow } from './review.ts'

export interface DecidedRow {
  readonly row: ReviewRow
  /** The one that counts; `null`: none yet. */
  readonly decided: KeptDecision | null
}

/** The newest sealed reading of one connection. */
export interface LatestReading {
  readonly readingId: string
  readonly seal: number
  readonly begunAt: Date
  /** Whoever is or was known, by user id. */
  readonly known: ReadonlyMap<string, { readonly user: PortalUser; readonly presence: Presence }>
}

export const GAPS = {
  undecided: 'Nobody has decided yet.',
  exception_over: 'The exception has ended; decide again.',
  decided_by_self: 'It was decided by somebody who may be the user themselves; another has to.',
  not_read_since: 'The portal was not read whole since the decision.',
  still_there: 'The user is still there and not deactivated.',
  only_missing:
    'The user is missing from one reading; a second one, or HubSpot itself, has to say so.',
  not_changed: 'The user does not have what was decided.',
} as const
export type Gap = keyof typeof GAPS

export interface RowGap {
  readonly row: ReviewRow
  readonly gap: Gap
}

/**
 * Rows that nobody covers at this moment.
 *
 * @param selfDecided rows of which it came to light that whoever decided is the user
 */
export const uncovered = (
  rows: readonly DecidedRow[],
  now: Date,
  selfDecided: ReadonlySet<number>,
): readonly RowGap[] =>
  rows.flatMap(({ row, decided }): RowGap[] => {
    if (!decided) return [{ row, gap: 'undecided' }]
    if (selfDecided.has(row.no)) return [{ row, gap: 'decided_by_self' }]
    const { decision } = decided
    const over = decision.kind === 'exception' && new Date(decision.until) <= now
    return over ? [{ row, gap: 'exception_over' }] : []
  })

/** Revocations that the newest reading of their portal does not show. @param latest by connection */
export const unproven = (
  rows: readonly DecidedRow[],
  latest: ReadonlyMap<string, LatestReading>,
): readonly RowGap[] =>
  rows.flatMap(({ row, decided }): RowGap[] => {
    if (!decided || !isRevocation(decided.decision)) return []
    const gap = proofGap(row, decided, latest.get(row.connectionId))
    return gap ? [{ row, gap }] : []
  })

function proofGap(
  row: ReviewRow,
  { decision, at }: KeptDecision,
  reading: LatestReading | undefined,
): Gap | undefined {
  if (!reading || reading.begunAt < at) return 'not_read_since'
  const found = reading.known.get(row.userId)
  if (!found || found.presence === 'removed') return undefined
  if (found.presence === 'missing') return 'only_missing'
  if (found.user.deactivated === true) return undefined
  if (decision.kind === 'remove') return 'still_there'
  return decision.kind === 'change' && !hasBecome(found.user, decision.to)
    ? 'not_changed'
    : undefined
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(idSet(a)) === JSON.stringify(idSet(b))

/** Whether the user has exactly what was decided, in the fields that were named. */
export const hasBecome = (user: PortalUser, to: ChangedAccess): boolean =>
  (to.superAdmin === undefined || !user.superAdmin) &&
  (to.permissionSetId === undefined ||
    same(user.permissionSetIds, to.permissionSetId === null ? [] : [to.permissionSetId])) &&
  (to.primaryTeamId === undefined || user.primaryTeamId === to.primaryTeamId) &&
  (to.secondaryTeamIds === undefined || same(user.secondaryTeamIds, to.secondaryTeamIds)) &&
  (to.seats === undefined || same(user.seats, to.seats))
