/**
 * Carries out what identity providers wish, where somebody has switched that on. A guard on the whole
 * plan makes all of it wait for a person, a guard on one step that step; both are told. Nothing that
 * cannot be taken back is done, and what a person took back is not done again.
 */
import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { canonicalJson } from '../../../domain/audit/canonical.ts'
import { DONE } from '../../../domain/people/apply/outcome.ts'
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
import { isFailed, triedBefore } from './tried-before.ts'
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
  // Where something was done the next round looks again, at what became of it; where HubSpot refused all
  // of it, it looks again when something is new or a pause is over.
  await read.provisioning.saveAutomaticMark(connection.id, {
    seen: isDone ? null : await seenOf(ctx, connection),
    told,
  })
}

/** The newest reading, the newest word of a provider, and what is to be tried again. */
async function seenOf({ store, world }: Context, { id }: Connection): Promise<string | null> {
  const { people, scim, provisioning } = store.read
  const reading = await people.newestSealed(id)
  if (!reading) return null
  const { due } = await triedBefore(provisioning, id, world.now())
  return `${reading.id} ${await scim.newestWish(id)} ${due}`
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
  const wished = whole.items.filter((item) => item.desire.source === 'scim' && isNew(item))
  const tried = await triedBefore(read.provisioning, connection.id, ctx.world.now())
  const pausing = wished.filter((item) => tried.pauses(item))
  // Steps of one leaver hang on each other.
  const paused = new Set(pausing.map(({ userId, id }) => userId ?? id))
  const items = wished.filter(({ userId, id }) => !paused.has(userId ?? id))
  const said = new Set(
    [...wishes.desired, ...wishes.unclear].flatMap(({ email }) =>
      email === null ? [] : [emailKey(email)],
    ),
  )
  const persons = whole.blocks.filter(
    ({ on, email }) => on === 'person' && email !== null && said.has(emailKey(email)),
  )
  const plan = planOf(input, snapshot, items, persons, whole.notes)
  const failedBefore = wished.filter((item) => tried.has(item)).map(({ id }) => id)
  const told = toldOf(ctx, plan.blocks, failedBefore)
  const isHeld = plan.blocks.some(({ on }) => on === 'plan')
  const held = new Set(plan.blocks.map(({ itemId }) => itemId))
  const free = isHeld ? [] : items.filter(({ id }) => !held.has(id))
  if (free.length === 0 && (told === toldBefore || plan.blocks.length === 0))
    return { told, isDone: false }
  const stored = await keepPlan(ctx, plan, wanted, { wishes })
  if (plan.blocks.length > 0 && told !== toldBefore) {
    const words = plan.blocks.map(({ guard }) => guard)
    await tellWaiting(ctx, stored, words, isHeld ? plan.items.length : words.length)
  }
  if (free.length === 0) return { told, isDone: false }
  return carry(ctx, connection, stored, pausing, told)
}

/** What comes of it, and what people are told of what did not. */
async function carry(
  ctx: Context,
  connection: Connection,
  stored: StoredPlan,
  pausing: readonly PlanItem[],
  told: string | null,
): Promise<{ readonly told: string | null; readonly isDone: boolean }> {
  const { run, outcomes } = await carryThrough(ctx, stored, connection)
  // Providers are told that something was done by a reading alone.
  await syncPeople(ctx, { connection: connection.id })
  const failed = outcomes.filter(({ ending }) => isFailed(ending))
  const stopped = run.stoppedBy === null ? [] : [run.stoppedBy]
  const words = [...failed.map(({ ending }) => ending), ...stopped]
  const failing = [...pausing.map(({ id }) => id), ...failed.map(({ itemId }) => itemId)]
  const toldNow = toldOf(ctx, stored.plan.blocks, [...failing, ...stopped])
  if (words.length > 0 && toldNow !== told) await tellWaiting(ctx, stored, words, words.length)
  return { told: toldNow, isDone: outcomes.some(({ ending }) => DONE.has(ending)) }
}

/** `null`: there is nothing to tell. */
const toldOf = (
  ctx: Context,
  blocks: readonly Block[],
  failing: readonly string[],
): string | null =>
  blocks.length + failing.length === 0
    ? null
    : ctx.hashKey(
        canonicalJson({
          held: blocks.map(({ guard, on, itemId, email }) => ({ guard, on, itemId, email })),
          failing: failing.toSorted(),
        }),
      )

const tellWaiting = (
  ctx: Context,
  { id, connectionId }: StoredPlan,
  words: readonly string[],
  waiting: number,
): Promise<unknown> =>
  ctx.store.aside((tx) =>
    raiseNotice(tx, ctx, {
      kind: 'people.plan_waits',
      facts: {
        connectionId,
        planId: id,
        guards: [...new Set(words)].toSorted(),
        waiting,
      },
      links: [`/connections/${connectionId}?tab=users`],
    }),
  )
