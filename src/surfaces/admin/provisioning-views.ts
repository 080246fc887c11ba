/** Plans and tasks in the contract's shapes. */
import type { ApplyProgress } from '../../application/people/provisioning/apply-progress.ts'
import type { ShownPlan } from '../../application/people/provisioning/show-plans.ts'
import type {
  StoredOutcome,
  StoredPlan,
  StoredRun,
  StoredTask,
} from '../../application/people/provisioning/ports.ts'
import { DONE, ENDINGS, type Ending } from '../../domain/people/apply/outcome.ts'
import type { AccessState } from '../../domain/people/plan/access-state.ts'
import { GUARDS } from '../../domain/people/plan/guards/table.ts'
import type { Act, PlanItem } from '../../domain/people/plan/plan.ts'
import { TASK_KINDS } from '../../domain/people/plan/task.ts'
import type { UndoDocument } from '../../domain/people/plan/undo.ts'
import type {
  AccessStateView,
  ApplyProgressView,
  PlanItemView,
  ProvisioningPlanView,
} from './contract/provisioning.ts'
import type { Names } from './portal-user-views.ts'

export function planView(
  { plan, releases, open, run, outcomes }: ShownPlan,
  connection: { readonly id: string; readonly name: string },
  names: Names,
): ProvisioningPlanView {
  const ended = new Map(outcomes.map((outcome) => [outcome.itemId, outcome]))
  return {
    id: plan.id,
    connection: { id: connection.id, name: connection.name },
    hash: plan.hash,
    readingId: plan.plan.readingId,
    undoOf: plan.undoOf,
    madeAt: plan.madeAt.toISOString(),
    madeBy: { ...plan.madeBy },
    items: plan.plan.items.map((item) => itemView(item, ended.get(item.id))),
    blocks: plan.plan.blocks.map((block) => ({
      ...block,
      title: GUARDS[block.guard].title,
      releasedBy: GUARDS[block.guard].releasedBy,
    })),
    notes: (plan.plan.notes ?? []).map((note) => ({ ...note })),
    open: [...new Set(open.map(({ guard }) => guard))],
    releases: releases.map(({ guard, by, at }) => ({ guard, by: { ...by }, at: at.toISOString() })),
    names: {
      permissionSets: Object.fromEntries(names.sets),
      teams: Object.fromEntries(names.teams),
    },
    seats: plan.plan.seats.map((seat) => ({ ...seat })),
    run: run ? runView(run) : null,
  }
}

const runView = ({ state, stoppedBy, appliedBy, begunAt, endedAt }: StoredRun) => ({
  state,
  stoppedBy,
  by: { ...appliedBy },
  begunAt: begunAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
})

/** What only a person can do is done by nobody yet. */
const endingText = (act: Act, ending: Ending): string =>
  act === 'task' && DONE.has(ending) ? 'Noted: it waits for a person.' : ENDINGS[ending]

const itemView = (item: PlanItem, ended: StoredOutcome | undefined): PlanItemView => ({
  id: item.id,
  act: item.act,
  userId: ended?.userId ?? item.userId,
  email: item.email,
  source: item.desire.source,
  reason: item.reason,
  before: stateView(item.before),
  after: stateView(item.after),
  seats: { taken: [...item.seats.taken], freed: [...item.seats.freed] },
  owned: item.owned,
  welcome: item.welcome,
  task: item.task && { ...item.task, how: TASK_KINDS[item.task.kind] },
  outcome: ended
    ? {
        ending: ended.ending,
        text: endingText(item.act, ended.ending),
        detail: ended.detail,
        at: ended.at.toISOString(),
      }
    : null,
})

export function applyProgressView(event: ApplyProgress): ApplyProgressView {
  if (event.event !== 'item') return event
  const { item, outcome } = event
  const { id, act, email } = item
  return {
    event: 'item',
    id,
    act,
    email,
    ending: outcome.ending,
    text: endingText(act, outcome.ending),
  }
}

/** What came with a state from HubSpot and is no part of it stays here. */
const stateView = (state: AccessState | null): AccessStateView | null =>
  state && {
    firstName: state.firstName,
    lastName: state.lastName,
    permissionSetIds: [...state.permissionSetIds],
    primaryTeamId: state.primaryTeamId,
    secondaryTeamIds: [...state.secondaryTeamIds],
    seats: [...state.seats],
  }

export const plansEntryView = ({
  plan,
  run,
}: {
  readonly plan: StoredPlan
  readonly run: StoredRun | undefined
}) => ({
  id: plan.id,
  madeAt: plan.madeAt.toISOString(),
  madeBy: { ...plan.madeBy },
  undoOf: plan.undoOf,
  items: plan.plan.items.length,
  blocks: plan.plan.blocks.length,
  state: run?.state ?? ('open' as const),
})

export const taskView = (task: StoredTask) => ({
  id: task.id,
  kind: task.kind,
  how: TASK_KINDS[task.kind],
  email: task.email,
  userId: task.userId,
  wanted: task.wanted,
  after: stateView(task.after),
  reason: task.reason,
  planId: task.planId,
  openedAt: task.openedAt.toISOString(),
  closedAt: task.closedAt?.toISOString() ?? null,
  closedByReading: task.closedByReading,
})

export const undoView = ({ planId, entries }: UndoDocument) => ({
  version: 1 as const,
  planId,
  entries: entries.map(({ item, way, note, moved }) => ({
    itemId: item.id,
    act: item.act,
    userId: item.userId,
    email: item.email,
    way,
    note,
    before: stateView(item.before),
    after: stateView(item.after),
    moved: moved.map((one) => ({ ...one, ids: [...one.ids] })),
  })),
})
