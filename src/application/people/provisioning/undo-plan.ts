import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { DONE } from '../../../domain/people/apply/outcome.ts'
import { planOf } from '../../../domain/people/plan/make-plan.ts'
import { undoDocument, undoItems, type UndoDocument } from '../../../domain/people/plan/undo.ts'
import type { Elevation } from '../../../domain/people/request/request.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import { authorise, type Context } from '../../context.ts'
import { newestSnapshot } from '../newest-snapshot.ts'
import { syncPeople } from '../sync-people.ts'
import { findPlan } from './find-plan.ts'
import { gatherInput } from './gather-input.ts'
import { nothingWanted } from './nothing-wanted.ts'
import { keepPlan, neverRead } from './plan-people.ts'
import type { StoredPlan } from './ports.ts'

export interface UndoPlan {
  readonly plan: string
}

/** What a plan did and how each of it is taken back: for a file that outlives us. */
export async function showUndo(ctx: Context, input: UndoPlan): Promise<UndoDocument> {
  authorise(ctx, 'read', 'people.undo')
  const { plan } = await findPlan(ctx.store.read, input.plan)
  return undoOf(ctx, plan)
}

/**
 * Plans the way back from what a plan did. It is a plan like any other: shown first, with every
 * guard, and applied by its hash. Who was changed since is left alone.
 *
 * @throws HubwardError `resource.not_found`, `people.never_read`, `people.plan_changed` where
 *   nothing of it was carried out
 */
export async function undoPlan(ctx: Context, input: UndoPlan): Promise<StoredPlan> {
  authorise(ctx, 'operate', 'people.undo')
  const { plan, connection } = await findPlan(ctx.store.read, input.plan)
  const document = await undoOf(ctx, plan)
  if (document.entries.length === 0)
    throw new HubwardError(
      'people.plan_changed',
      'Nothing of this plan was carried out, so there is nothing to take back.',
    )
  const snapshot = await readSince(ctx, connection, plan)
  const users = new Map(snapshot.users.map((user) => [user.userId, user]))
  const { items, blocks } = undoItems(document, users, await endedSince(ctx, plan))
  const wanted = await nothingWanted(ctx.store.read, connection)
  const facts = await gatherInput(ctx, ctx.store.read, connection, wanted)
  return keepPlan(ctx, planOf(facts, snapshot, items, blocks), wanted, { undoOf: plan.id })
}

/** By user id: access for a while that was there when the plan was made, and is over. */
async function endedSince(
  { store }: Context,
  { connectionId, madeAt }: StoredPlan,
): Promise<ReadonlyMap<string, Elevation>> {
  const over = await store.read.requests.inStates(connectionId, ['ended'])
  return new Map(
    over.flatMap(({ userId, elevation, grantedAt, endedAt }): [string, Elevation][] =>
      userId && elevation && grantedAt && endedAt && grantedAt <= madeAt && endedAt >= madeAt
        ? [[userId, elevation]]
        : [],
    ),
  )
}

/** A reading from before the plan was carried out shows neither whom it created nor what it changed. */
async function readSince(
  ctx: Context,
  connection: Connection,
  plan: StoredPlan,
): Promise<Snapshot> {
  const { read } = ctx.store
  const run = await read.provisioning.run(plan.id)
  const known = await newestSnapshot(read.people, connection)
  if (known && run?.endedAt && known.begunAt >= run.endedAt) return known
  const asJob: Context = { ...ctx, actor: { kind: 'job', name: 'people.undo' }, door: 'system' }
  await syncPeople(asJob, { connection: connection.id })
  const snapshot = await newestSnapshot(read.people, connection)
  if (!snapshot) throw neverRead(connection)
  return snapshot
}

async function undoOf({ store }: Context, plan: StoredPlan): Promise<UndoDocument> {
  const outcomes = await store.read.provisioning.outcomes(plan.id)
  const moved = await store.read.provisioning.moved(plan.id)
  const byItem = new Map(outcomes.map((outcome) => [outcome.itemId, outcome]))
  const done = plan.plan.items.flatMap((item) => {
    const outcome = byItem.get(item.id)
    if (!outcome || !DONE.has(outcome.ending)) return []
    return [{ item: { ...item, userId: outcome.userId }, moved: moved.get(item.id) ?? [] }]
  })
  return undoDocument(plan.id, done)
}
