/**
 * Carries out what identity providers wish, where somebody has switched that on. A guard on the whole
 * plan makes all of it wait for a person, a guard on one step that step; both are told. Nothing that
 * cannot be taken back is done, and what a person took back is not done again.
 */
import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { canonicalJson } from '../../../domain/audit/canonical.ts'
import { makePlan, planOf } from '../../../domain/people/plan/make-plan.ts'
import type { Block, PlanItem } from '../../../domain/people/plan/plan.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import { authorise, type Context } from '../../context.ts'
import { raiseNotice } from '../../notice/raise-notice.ts'
import { newestSnapshot } from '../newest-snapshot.ts'
import { syncPeople } from '../sync-people.ts'
import { carryThrough } from './carry-through.ts'
import { gatherInput } from './gather-input.ts'
import { keepPlan } from './plan-people.ts'
import type { AutomaticMark, StoredPlan, StoredRun } from './ports.ts'
import { rulesInForce, wantedNow } from './wanted-now.ts'

/** A reading that is older is taken anew before anything is planned from it. */
const FRESH_MS = 60 * 60_000
/** What stopped is tried again after this. */
const AGAIN_AFTER_MS = 10 * 60_000

export async function provisionDue(ctx: Context, signal?: AbortSignal): Promise<void> {
  authorise(ctx, 'operate', 'people.provision')
  const { read } = ctx.store
  for (const mark of await read.provisioning.automatics()) {
    if (signal?.aborted) return
    const connection = await read.connections.get(mark.connectionId)
    if (connection?.state !== 'active') continue
    try {
      await provision(ctx, connection, mark)
    } catch (err) {
      if (!(err instanceof HubwardError)) throw err
      ctx.log.warn(
        { err, connectionId: connection.id },
        'people: provisioning by itself did not go on, and will be tried again',
      )
    }
  }
}

async function provision(ctx: Context, connection: Connection, mark: AutomaticMark): Promise<void> {
  const { read } = ctx.store
  if (await read.provisioning.halted(connection.id)) return
  const newest = await read.provisioning.newestPlan(connection.id)
  if (newest?.run && newest.run.state !== 'finished')
    return goOn(ctx, connection, newest.plan, newest.run)
  if (await read.provisioning.isRunning(connection.id)) return
  // What somebody took back would be done again at once: what comes next is theirs to say.
  if (((await read.provisioning.lastByPerson(connection.id))?.undoOf ?? null) !== null) return
  const seen = await seenOf(ctx, connection)
  if (seen === null || seen === mark.seen) return
  const snapshot = await freshSnapshot(ctx, connection)
  if (!snapshot) return
  const { told, isDone } = await planAndDo(ctx, connection, snapshot, mark.told)
  // Where something was done the next round looks again, at what became of it.
  await read.provisioning.saveAutomaticMark(connection.id, {
    seen: isDone ? null : await seenOf(ctx, connection),
    told,
  })
}

/** The newest reading, and the newest word of a provider. */
async function seenOf({ store }: Context, { id }: Connection): Promise<string | null> {
  const reading = await store.read.people.newestSealed(id)
  return reading ? `${reading.id} ${await store.read.scim.newestWish(id)}` : null
}

/** Ours goes on where it stopped; a person's is theirs. */
async function goOn(
  ctx: Context,
  connection: Connection,
  plan: StoredPlan,
  { state, endedAt, appliedBy }: StoredRun,
): Promise<void> {
  const isOurs = plan.plan.items.every(({ desire }) => desire.source === 'scim')
  const waits = endedAt && endedAt.getTime() + AGAIN_AFTER_MS > ctx.world.now().getTime()
  if (appliedBy.id !== 'hubward' || !isOurs || (state === 'stopped' && waits)) return
  await carryThrough(ctx, plan, connection)
  await syncPeople(ctx, { connection: connection.id })
}

async function freshSnapshot(ctx: Context, connection: Connection): Promise<Snapshot | undefined> {
  const { people } = ctx.store.read
  const newest = await newestSnapshot(people, connection)
  if (newest && ctx.world.now().getTime() - newest.endedAt.getTime() < FRESH_MS) return newest
  const { state } = await syncPeople(ctx, { connection: connection.id })
  return state === 'sealed' ? newestSnapshot(people, connection) : undefined
}

async function planAndDo(
  ctx: Context,
  connection: Connection,
  snapshot: Snapshot,
  toldBefore: string | null,
): Promise<{ readonly told: string | null; readonly isDone: boolean }> {
  const { read } = ctx.store
  const now = await wantedNow(ctx, connection, snapshot, await rulesInForce(ctx, connection))
  // The rules in force no longer fit the portal: whoever plans next is told.
  if (!now.ok) return { told: toldBefore, isDone: false }
  const { wanted, wishes } = now.value
  const input = await gatherInput(ctx, read, connection, wanted)
  const whole = makePlan(input)
  if (!whole) return { told: toldBefore, isDone: false }
  const open = new Set(
    (await read.provisioning.tasks(connection.id, 'open')).map(
      ({ kind, userId }) => `${kind} ${userId}`,
    ),
  )
  const isNew = ({ task, userId }: PlanItem) => !task || !open.has(`${task.kind} ${userId}`)
  const items = whole.items.filter((item) => item.desire.source === 'scim' && isNew(item))
  const said = new Set(
    [...wishes.desired, ...wishes.unclear].flatMap(({ email }) =>
      email === null ? [] : [emailKey(email)],
    ),
  )
  const persons = whole.blocks.filter(
    ({ on, email }) => on === 'person' && email !== null && said.has(emailKey(email)),
  )
  const plan = planOf(input, snapshot, items, persons, whole.notes)
  const told = plan.blocks.length === 0 ? null : ctx.hashKey(heldText(plan.blocks))
  const isHeld = plan.blocks.some(({ on }) => on === 'plan')
  const held = new Set(plan.blocks.map(({ itemId }) => itemId))
  const free = isHeld ? [] : items.filter(({ id }) => !held.has(id))
  if (free.length === 0 && told === toldBefore) return { told, isDone: false }
  const stored = await keepPlan(ctx, plan, wanted, { wishes })
  if (told !== null && told !== toldBefore) await tellWaiting(ctx, stored)
  if (free.length === 0) return { told, isDone: false }
  await carryThrough(ctx, stored, connection)
  // Providers are told that something was done by a reading alone.
  await syncPeople(ctx, { connection: connection.id })
  return { told, isDone: true }
}

const heldText = (blocks: readonly Block[]): string =>
  canonicalJson(blocks.map(({ guard, on, itemId, email }) => ({ guard, on, itemId, email })))

const tellWaiting = (ctx: Context, { id, connectionId, plan }: StoredPlan): Promise<unknown> =>
  ctx.store.aside((tx) =>
    raiseNotice(tx, ctx, {
      kind: 'people.plan_waits',
      facts: {
        connectionId,
        planId: id,
        guards: [...new Set(plan.blocks.map(({ guard }) => guard))].toSorted(),
        waiting: plan.blocks.some(({ on }) => on === 'plan')
          ? plan.items.length
          : plan.blocks.length,
      },
      links: [`/connections/${connectionId}?tab=users`],
    }),
  )
