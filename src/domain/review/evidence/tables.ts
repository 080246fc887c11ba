/** The tables of a package: who was reviewed, what was decided, what was done, by whom. */
import { csvOf, type Columns } from '../../evidence/csv.ts'
import type { AccessState } from '../../people/plan/access-state.ts'
import { isRevocation, type KeptDecision } from '../decision.ts'
import type { DecidedRow } from '../gaps.ts'
import type { EvidenceFacts, EvidencePortal } from './facts.ts'
import { reviewersOf, type ReviewerFacts } from './reviewers.ts'

const names = (refs: readonly { readonly name: string }[]): string =>
  refs.map(({ name }) => name).join('; ')
const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null

/** By file name. */
export function tablesOf(facts: EvidenceFacts): ReadonlyMap<string, string> {
  const portals = new Map(facts.portals.map((portal) => [portal.connectionId, portal]))
  const rows = facts.rows.flatMap((one): Located[] => {
    const portal = portals.get(one.row.connectionId)
    return portal ? [{ ...one, portal }] : []
  })
  const byNo = new Map(rows.map((one) => [one.row.no, one]))
  const exceptions = rows.filter(({ decided }) => decided?.decision.kind === 'exception')
  return new Map([
    ['population.csv', csvOf(POPULATION, rows)],
    ['decisions.csv', csvOf(DECISIONS, rows)],
    ['exceptions.csv', csvOf(EXCEPTIONS, exceptions)],
    ['history.csv', csvOf(HISTORY, historyOf(facts, byNo))],
    ['remediation.csv', csvOf(REMEDIATION, remediationOf(facts, rows))],
    ['reviewers.csv', csvOf(REVIEWERS, reviewersOf(facts))],
  ])
}

interface Located extends DecidedRow {
  readonly portal: EvidencePortal
}

const WHO: Columns<Located> = [
  ['row', ({ row }) => row.no],
  ['connection', ({ portal }) => portal.connection],
  ['user_id', ({ row }) => row.userId],
  ['email', ({ row }) => row.email],
]

const POPULATION: Columns<Located> = [
  ...WHO,
  ['name', ({ row }) => row.name],
  ['portal_id', ({ portal }) => portal.portalId],
  ['privileged', ({ row }) => row.privileged],
  ['super_admin', ({ row }) => row.access.superAdmin],
  ['permission_sets', ({ row }) => names(row.access.permissionSets)],
  ['primary_team', ({ row }) => row.access.primaryTeam?.name],
  ['secondary_teams', ({ row }) => names(row.access.secondaryTeams)],
  ['seats', ({ row }) => row.access.seats.join('; ')],
  ['deactivated', ({ row }) => row.access.deactivated],
  ['invited_inferred', ({ row }) => row.access.inferredInvited],
  ['last_login', ({ row }) => row.access.lastLoginAt],
  ['logins_known_from', ({ row }) => row.access.loginsFrom],
  ['alerts', ({ row }) => row.access.alerts.join('; ')],
  ['owner_id', ({ row }) => row.access.ownerId],
  ['match', ({ row }) => row.access.match],
  ['person_id', ({ row }) => row.access.person?.id],
  ['person', ({ row }) => row.access.person?.name],
  ['person_email', ({ row }) => row.access.person?.email],
  ['reviewer_id', ({ row }) => row.reviewer.id],
  ['reviewer', ({ row }) => row.reviewer.name],
  ['assigned_as', ({ row }) => row.assignedAs],
  ['assigned_at', ({ row }) => iso(row.assignedAt)],
  ['reading', ({ portal }) => portal.reviewed.id],
  ['snapshot', ({ portal }) => portal.reviewed.snapshot],
]

const toOf = ({ decision }: KeptDecision) =>
  decision.kind === 'change' ? JSON.stringify(decision.to) : null
const untilOf = ({ decision }: KeptDecision) =>
  decision.kind === 'exception' ? decision.until : null

const DECISIONS: Columns<Located> = [
  ...WHO,
  ['decision', ({ decided }) => decided?.decision.kind],
  ['change_to', ({ decided }) => decided && toOf(decided)],
  [
    'records_to',
    ({ decided }) => (decided?.decision.kind === 'remove' ? decided.decision.recordsTo : null),
  ],
  ['until', ({ decided }) => decided && untilOf(decided)],
  ['reason', ({ decided }) => decided?.decision.reason],
  ['decided_by_id', ({ decided }) => decided?.by.id],
  ['decided_by', ({ decided }) => decided?.by.name],
  ['decided_at', ({ decided }) => iso(decided?.at)],
  ['version', ({ decided }) => decided?.version],
  ['rows_at_once', ({ decided }) => decided && (decided.bulk ?? 1)],
  ['seconds_open_as_told', ({ decided }) => decided?.seconds],
  ['seconds_since_previous', ({ decided }) => decided?.pace],
  ['self_review', ({ row, decided }) => decided && row.subjects.includes(decided.by.id)],
]

const EXCEPTIONS: Columns<Located> = [
  ...WHO,
  ['until', ({ decided }) => decided && untilOf(decided)],
  ['reason', ({ decided }) => decided?.decision.reason],
  ['granted_by_id', ({ decided }) => decided?.by.id],
  ['granted_by', ({ decided }) => decided?.by.name],
  ['granted_at', ({ decided }) => iso(decided?.at)],
]

interface HistoryEntry {
  readonly at: Date
  readonly no: number
  readonly email: string
  readonly what: 'decided' | 'reassigned'
  readonly by: { readonly id: string; readonly name: string }
  readonly kept: KeptDecision | null
  readonly from: string | null
  readonly to: string | null
  readonly reason: string | null
}

function historyOf(
  { decisions, reassignments }: EvidenceFacts,
  byNo: ReadonlyMap<number, Located>,
): readonly HistoryEntry[] {
  const emailOf = (no: number) => byNo.get(no)?.row.email ?? ''
  const decided = decisions.map((kept): HistoryEntry => ({
    at: kept.at,
    no: kept.no,
    email: emailOf(kept.no),
    what: 'decided',
    by: kept.by,
    kept,
    from: null,
    to: null,
    reason: kept.decision.reason,
  }))
  const given = reassignments.map((one): HistoryEntry => ({
    at: one.at,
    no: one.no,
    email: emailOf(one.no),
    what: 'reassigned',
    by: one.by,
    kept: null,
    from: one.from.name,
    to: one.to.name,
    reason: one.reason,
  }))
  return [...decided, ...given].toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.no - b.no)
}

const HISTORY: Columns<HistoryEntry> = [
  ['at', ({ at }) => iso(at)],
  ['row', ({ no }) => no],
  ['email', ({ email }) => email],
  ['what', ({ what }) => what],
  ['by_id', ({ by }) => by.id],
  ['by', ({ by }) => by.name],
  ['version', ({ kept }) => kept?.version],
  ['decision', ({ kept }) => kept?.decision.kind],
  ['change_to', ({ kept }) => kept && toOf(kept)],
  ['until', ({ kept }) => kept && untilOf(kept)],
  ['rows_at_once', ({ kept }) => kept && (kept.bulk ?? 1)],
  ['seconds_open_as_told', ({ kept }) => kept?.seconds],
  ['seconds_since_previous', ({ kept }) => kept?.pace],
  ['reviewer_before', ({ from }) => from],
  ['reviewer_after', ({ to }) => to],
  ['reason', ({ reason }) => reason],
]

interface RemediationEntry extends Located {
  readonly step: EvidenceFacts['steps'][number] | null
}

/** Every revocation at least once, also where no plan of ours did it. */
function remediationOf(
  { steps }: EvidenceFacts,
  rows: readonly Located[],
): readonly RemediationEntry[] {
  const byNo = Map.groupBy(steps, ({ no }) => no)
  return rows.flatMap((one): RemediationEntry[] => {
    if (!one.decided || !isRevocation(one.decided.decision)) return []
    const own = byNo.get(one.row.no) ?? []
    return own.length === 0 ? [{ ...one, step: null }] : own.map((step) => ({ ...one, step }))
  })
}

const state = (of: AccessState | null | undefined) => of && JSON.stringify(of)

const REMEDIATION: Columns<RemediationEntry> = [
  ...WHO,
  ['decision', ({ decided }) => decided?.decision.kind],
  ['change_to', ({ decided }) => decided && toOf(decided)],
  ['plan', ({ step }) => step?.planId],
  ['plan_sha256', ({ step }) => step?.planHash],
  ['planned_by', ({ step }) => step?.plannedBy.name],
  ['planned_at', ({ step }) => iso(step?.plannedAt)],
  ['step', ({ step }) => step?.act ?? 'none: shown by the reading alone'],
  ['applied_by', ({ step }) => step?.appliedBy?.name],
  ['applied_at', ({ step }) => iso(step?.at)],
  [
    'ended',
    ({ step }) => (step?.act === 'task' && step.ending ? 'given to a person' : step?.ending),
  ],
  ['detail', ({ step }) => step?.detail],
  ['state_before', ({ step }) => state(step?.before)],
  ['state_after', ({ step }) => state(step?.after)],
  ['task_shown_by_reading', ({ step }) => step?.taskShownBy],
  ['proven_by_reading', ({ portal }) => portal.proof?.id],
  ['proven_by_snapshot', ({ portal }) => portal.proof?.snapshot],
  ['proven_at', ({ portal }) => iso(portal.proof?.endedAt)],
]

const REVIEWERS: Columns<ReviewerFacts> = [
  ['reviewer_id', ({ reviewer }) => reviewer.id],
  ['reviewer', ({ reviewer }) => reviewer.name],
  ['rows', ({ rows }) => rows],
  ['keep', ({ kinds }) => kinds.keep],
  ['change', ({ kinds }) => kinds.change],
  ['remove', ({ kinds }) => kinds.remove],
  ['exception', ({ kinds }) => kinds.exception],
  ['decided_in_bulk', ({ bulk }) => bulk],
  ['median_seconds_open_as_told', ({ medianSeconds }) => medianSeconds],
  ['median_seconds_since_previous', ({ medianPace }) => medianPace],
  ['first_decision_at', ({ firstAt }) => iso(firstAt)],
  ['last_decision_at', ({ lastAt }) => iso(lastAt)],
]
