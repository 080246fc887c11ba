/**
 * Carries a plan out, item by item: what verbs do that have asked who may. What is written, and when it
 * is in the journal, is the same whoever lets it run.
 */
import { canonicalJson } from '../../../domain/audit/canonical.ts'
import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { DONE, type Outcome } from '../../../domain/people/apply/outcome.ts'
import { countedAs, countsOf } from '../../../domain/people/plan/guards/amounts.ts'
import { judgeAll, openBlocks } from '../../../domain/people/plan/guards/judge.ts'
import type { Block, PlanItem } from '../../../domain/people/plan/plan.ts'
import type { Counts } from '../../../domain/people/plan/plan-input.ts'
import { newId, type Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { ProgressFeed } from '../../progress-feed.ts'
import { syncPeople } from '../sync-people.ts'
import { askHubSpot } from './ask-hubspot.ts'
import { carryOutAll, type RunJournal } from './carry-out.ts'
import { doerOf, HUBWARD } from './doer-of.ts'
import { followOutcome } from './follow-outcome.ts'
import { gatherInput } from './gather-input.ts'
import { objectTypesOf, recordPlaces, type RecordPlaces } from './owned-records.ts'
import { ownedBy } from './owned-by.ts'
import { portalDoor } from './portal-door.ts'
import type { ApplyProgress } from './apply-progress.ts'
import type { StoredOutcome, StoredPlan, StoredRun } from './ports.ts'
import { recordOutcome, recordPlan, recordRefusals } from './record.ts'
import { NO_RULES } from './wanted-now.ts'
import { newestSnapshot } from '../newest-snapshot.ts'

export interface Applied {
  readonly plan: StoredPlan
  readonly run: StoredRun
  readonly outcomes: readonly StoredOutcome[]
}

export interface RunningApply {
  readonly plan: StoredPlan
  readonly progress: AsyncIterable<ApplyProgress>
  /** @throws HubwardError what kept it from its end */
  readonly done: Promise<Applied>
}

const BEAT_MS = 5_000
/** One call waits ten seconds for its turn and twenty for its answer: whoever is silent for longer than a minute is dead. */
export const DEAD_MS = 60_000
/** Between two looks at what HubSpot may not show yet. */
const LOOK_MS = 700

/**
 * Begins, and returns at once.
 *
 * @throws HubwardError `people.plan_running`, `people.plan_finished`; once it has begun
 *   `people.plan_blocked` and `connection.*`, by `done`
 */
export async function startRun(
  ctx: Context,
  plan: StoredPlan,
  connection: Connection,
): Promise<RunningApply> {
  const holder = newId(ctx.world, 'process')
  await begin(ctx, plan, connection, holder)
  const feed = new ProgressFeed<ApplyProgress>()
  const done = runToEnd(ctx, plan, connection, holder, feed)
  // Whoever only watches the progress need not catch this as well.
  done.catch(() => undefined)
  return { plan, progress: feed, done }
}

/** To its end. @throws HubwardError as {@link startRun}, and what kept it from its end */
export async function carryThrough(
  ctx: Context,
  plan: StoredPlan,
  connection: Connection,
): Promise<Applied> {
  return (await startRun(ctx, plan, connection)).done
}

async function runToEnd(
  ctx: Context,
  plan: StoredPlan,
  connection: Connection,
  holder: string,
  feed: ProgressFeed<ApplyProgress>,
): Promise<Applied> {
  const beating = setInterval(() => {
    ctx.store.read.provisioning.beat(plan.id, holder).catch((err: unknown) => {
      ctx.log.warn({ err, plan: plan.id }, 'people: a sign of life could not be written')
    })
  }, BEAT_MS)
  try {
    feed.tell({ event: 'begun', items: plan.plan.items.length })
    const stoppedBy = await carry(ctx, plan, connection, holder, feed)
    await end(ctx, plan, holder, stoppedBy)
    feed.tell({ event: 'done', stoppedBy })
    return await appliedOf(ctx, plan)
  } catch (thrown) {
    feed.tell({ event: 'broke', ...toldOf(ctx, plan, thrown) })
    await end(ctx, plan, holder, 'failed')
    throw thrown
  } finally {
    clearInterval(beating)
    feed.end()
  }
}

/** What is known is told in its words; of anything else the log says more. */
function toldOf(
  ctx: Context,
  { id }: StoredPlan,
  thrown: unknown,
): Pick<HubwardError, 'code' | 'message'> {
  if (thrown instanceof HubwardError) return { code: thrown.code, message: thrown.message }
  ctx.log.error({ err: thrown, plan: id }, 'people: a plan could not be carried to its end')
  return { code: 'internal', message: 'It could not be carried to its end. The log says why.' }
}

async function begin(
  ctx: Context,
  plan: StoredPlan,
  connection: Connection,
  holder: string,
): Promise<void> {
  const at = ctx.world.now()
  const begun = await ctx.store.aside(async (tx) => {
    const isOurs = await tx.provisioning.beginRun({
      planId: plan.id,
      connectionId: connection.id,
      holder,
      appliedBy: doerOf(ctx),
      at,
      deadAfterMs: DEAD_MS,
    })
    if (isOurs) await recordPlan(tx, ctx, 'apply', plan, {})
    return isOurs
  })
  if (begun) return
  const run = await ctx.store.read.provisioning.run(plan.id)
  if (run?.state === 'finished')
    throw new HubwardError(
      'people.plan_finished',
      'This plan was carried out already. Make a new one: it has what is left to do.',
    )
  throw new HubwardError(
    'people.plan_running',
    `A plan is being carried out on "${connection.name}" at this moment. Wait until it is done, and plan again.`,
  )
}

/** @returns what stopped it, or `null` */
async function carry(
  ctx: Context,
  plan: StoredPlan,
  connection: Connection,
  holder: string,
  feed: ProgressFeed<ApplyProgress>,
): Promise<string | null> {
  const ended = await ctx.store.read.provisioning.outcomes(plan.id)
  const over = new Set(ended.map(({ itemId }) => itemId))
  const items = plan.plan.items.filter(({ id }) => !over.has(id))
  feed.tell({ event: 'reading' })
  // Whatever was sent may have happened, however it ended.
  const written = await ctx.store.read.provisioning.written(plan.id)
  const doneBefore = countsOf(plan.plan.items.filter(({ id }) => over.has(id) && written.has(id)))
  const blocks = await openNow(ctx, plan, connection, items, doneBefore)
  feed.tell({ event: 'writing', items: items.length })
  const whole = blocks.filter(({ on }) => on === 'plan')
  if (blocks.length > 0) await ctx.store.aside((tx) => recordRefusals(tx, ctx, plan, blocks))
  if (whole.length > 0) throw blocked(whole)
  const door = askHubSpot(ctx, connection, byOf(ctx))
  let places: Promise<RecordPlaces> | undefined
  return carryOutAll(
    { items, blocks, stuck: stuckUsers(plan, ended) },
    {
      portal: portalDoor(door, () => (places ??= recordPlaces(door, objectTypesOf(connection)))),
      journal: journalOf(ctx, plan, connection, holder, feed),
      wait: () => ctx.world.sleep(LOOK_MS),
    },
  )
}

/** Every guard, asked again with a reading that is taken now. */
async function openNow(
  ctx: Context,
  plan: StoredPlan,
  connection: Connection,
  items: readonly PlanItem[],
  doneBefore: Counts,
): Promise<readonly Block[]> {
  const asJob: Context = { ...ctx, actor: { kind: 'job', name: 'people.apply' }, door: 'system' }
  await syncPeople(asJob, { connection: connection.id })
  const snapshot = await newestSnapshot(ctx.store.read.people, connection)
  // What is owned is counted anew: since the plan was made somebody may have got records.
  const going = new Set(items.filter(({ act }) => act === 'remove').map(({ userId }) => userId))
  const leavers = snapshot?.users.filter(({ userId }) => going.has(userId)) ?? []
  const { owned: before } = plan.wanted
  const kept = Object.fromEntries(Object.entries(before).filter(([userId]) => !going.has(userId)))
  const owned = { ...kept, ...(await ownedBy(ctx, connection, leavers)) }
  const input = await gatherInput(
    ctx,
    ctx.store.read,
    connection,
    { ...plan.wanted, owned },
    plan.id,
  )
  const releases = await ctx.store.read.provisioning.releases(plan.id)
  return openBlocks(
    [
      ...judgeAll(items, input, 'apply', doneBefore),
      ...plan.plan.blocks.filter(({ on }) => on === 'item'),
      ...(await unasked(ctx, plan, items)),
    ],
    releases.map(({ guard, by }) => ({ guard, by: by.id })),
    doerOf(ctx).id,
  )
}

/** A request that is not on its way any more, or not yet: an older plan would give what nobody approves. */
async function unasked(
  { store }: Context,
  { undoOf }: StoredPlan,
  items: readonly PlanItem[],
): Promise<readonly Block[]> {
  const blocks: Block[] = []
  for (const { id, act, desire, email } of items) {
    if (desire.source !== 'request' || undoOf !== null) continue
    const request = await store.read.requests.get(desire.key)
    if (request?.state === (act === 'restore' ? 'ending' : 'granting')) continue
    const sentence = `The request ${desire.key} of ${email} is ${request?.state ?? 'gone'}, so nothing of it is done by this plan.`
    blocks.push({ guard: 'elevated', on: 'item', itemId: id, email, sentence })
  }
  return blocks
}

const blocked = (blocks: readonly Block[]): HubwardError =>
  new HubwardError('people.plan_blocked', blocks.map(({ sentence }) => sentence).join(' '), {
    facts: { guards: blocks.map(({ guard }) => guard) },
  })

const byOf = (ctx: Context) => {
  const { actor } = ctx
  return actor.kind === 'principal'
    ? { principalId: actor.principalId, name: actor.principalName, id: actor.means.id }
    : { principalId: null, name: doerOf(ctx).name, id: null }
}

const RUNGS: ReadonlySet<PlanItem['act']> = new Set(['flag', 'strip', 'reassign'])

function stuckUsers(plan: StoredPlan, ended: readonly StoredOutcome[]): readonly string[] {
  const failed = new Set(ended.flatMap(({ itemId, ending }) => (DONE.has(ending) ? [] : [itemId])))
  return plan.plan.items.flatMap(({ id, act, userId }) =>
    failed.has(id) && RUNGS.has(act) && userId !== null ? [userId] : [],
  )
}

function journalOf(
  ctx: Context,
  plan: StoredPlan,
  connection: Connection,
  holder: string,
  feed: ProgressFeed<ApplyProgress>,
): RunJournal {
  const { read } = ctx.store
  const run = { planId: plan.id, holder, connectionId: connection.id }
  return {
    history: (itemId) => read.provisioning.history(plan.id, itemId),
    intend: (itemId, call) => read.provisioning.intend({ ...run, itemId, call }, ctx.world.now()),
    didNothing: (intent) => read.provisioning.didNothing(intent),
    conclude: async (item, outcome) => {
      await ctx.store.aside((tx) => conclude(tx, ctx, run, item, outcome))
      feed.tell({ event: 'item', item, outcome })
    },
  }
}

/** The outcome, the audit's record of it and what follows from it: all three, or none. */
async function conclude(
  tx: Repositories,
  ctx: Context,
  run: { readonly planId: string; readonly holder: string; readonly connectionId: string },
  item: PlanItem,
  outcome: Outcome,
): Promise<void> {
  const at = ctx.world.now()
  const { writes } = await tx.provisioning.history(run.planId, item.id)
  const counted = writes > 0 ? (countedAs(item) ?? null) : null
  if (!(await tx.provisioning.conclude({ ...run, item, outcome, counted }, at))) return
  await recordOutcome(tx, ctx, { id: run.connectionId }, run.planId, item, outcome)
  await followOutcome(tx, ctx, run, item, outcome)
}

async function end(
  ctx: Context,
  plan: StoredPlan,
  holder: string,
  stoppedBy: string | null,
): Promise<void> {
  const at = ctx.world.now()
  await ctx.store.aside(async (tx) => {
    await tx.provisioning.endRun(plan.id, holder, at, stoppedBy)
    if (stoppedBy === null) await saveSources(tx, plan, at)
    await recordPlan(tx, ctx, stoppedBy === null ? 'finish' : 'stop', plan, { stoppedBy })
  })
}

/**
 * What the plan's sources covered, for the next one to compare with. Access for a while and ways back say
 * nothing of sources; a plan made by itself says something of directories alone, and so does one whose
 * rules are in force no more by the time it is done.
 */
async function saveSources(
  { provisioning }: Repositories,
  { connectionId, undoOf, madeBy, plan, wanted }: StoredPlan,
  at: Date,
): Promise<void> {
  const isOfRequests = plan.items[0]?.desire.source === 'request'
  if (undoOf !== null || isOfRequests) return
  const isOfRules =
    madeBy.id !== HUBWARD &&
    (wanted.rulesKept !== true ||
      canonicalJson(wanted.rules ?? null) ===
        canonicalJson((await provisioning.lastWanted(connectionId))?.rules ?? NO_RULES))
  const kept = isOfRules
    ? []
    : (await provisioning.sources(connectionId)).filter(({ source }) => source !== 'scim')
  const said = isOfRules ? wanted.sources : wanted.sources.filter(({ source }) => source === 'scim')
  await provisioning.saveSources(connectionId, [...kept, ...said], at)
}

async function appliedOf({ store }: Context, plan: StoredPlan): Promise<Applied> {
  const run = await store.read.provisioning.run(plan.id)
  if (!run) throw new HubwardError('internal')
  return { plan, run, outcomes: await store.read.provisioning.outcomes(plan.id) }
}
