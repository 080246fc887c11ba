/**
 * Gives what was approved, and gives back what is over, by plans of its own with every guard: a person
 * has approved both. Whatever it was killed at, the next round finds in the rows and goes on.
 */
import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { accessStateOf } from '../../../domain/people/plan/access-state.ts'
import { planOf } from '../../../domain/people/plan/make-plan.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import { siftItems } from '../../../domain/people/request/sift-items.ts'
import { requestItems, type Told } from '../../../domain/people/request/request-items.ts'
import type { AccessRequest } from '../../../domain/people/request/request.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import { authorise, type Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { newestSnapshot } from '../newest-snapshot.ts'
import { carryThrough } from '../provisioning/carry-through.ts'
import { gatherInput } from '../provisioning/gather-input.ts'
import { nothingWanted } from '../provisioning/nothing-wanted.ts'
import { keepPlan } from '../provisioning/plan-people.ts'
import type { StoredPlan } from '../provisioning/ports.ts'
import { syncPeople } from '../sync-people.ts'
import { goGranted, goRequest, holdFailed, tell } from './follow-request.ts'

/** Of one round. */
const MOST = 20
/** Whoever claims a connection and dies gives it up after this. */
const CLAIMED_MS = 5 * 60_000
/** Before what is held up is looked at again. */
const AGAIN_AFTER_MS = 10 * 60_000

export async function tendRequests(ctx: Context, signal?: AbortSignal): Promise<void> {
  authorise(ctx, 'operate', 'people.tend_requests')
  const now = ctx.world.now()
  const again = new Date(now.getTime() + CLAIMED_MS)
  for (const id of await ctx.store.read.requests.claimDue(now, again, MOST)) {
    if (signal?.aborted) return
    try {
      await tendConnection(ctx, id)
    } catch (err) {
      if (!(err instanceof HubwardError)) throw err
      ctx.log.warn({ err, connectionId: id }, 'people: requests could not be tended, and will be')
    }
  }
}

async function tendConnection(ctx: Context, id: string): Promise<void> {
  const { read } = ctx.store
  const connection = await read.connections.get(id)
  if (!connection) return
  await passTime(ctx, id)
  if (connection.state !== 'active') return waitFor(ctx, connection)
  await goOn(ctx, connection)
  const due = awake(ctx, await read.requests.inStates(id, ['approved', 'ending']))
  if (due.length === 0) return
  const { state } = await syncPeople(ctx, { connection: id })
  const snapshot = await newestSnapshot(read.people, connection)
  if (state !== 'sealed' || !snapshot) return
  await doDue(ctx, connection, snapshot, due)
}

/** Whatever rests is not tried because something else of the connection is due; a claim is no rest. */
const awake = ({ world }: Context, requests: readonly AccessRequest[]): readonly AccessRequest[] =>
  requests.filter(({ nextAt }) => nextAt.getTime() <= world.now().getTime() + CLAIMED_MS)

const WHY_NOT = {
  pending: 'no check of it was green yet',
  suspended: 'it is paused',
  needs_reauth: 'HubSpot refuses its credential',
} as const

/** Where no call may go nothing is given or given back, and people hear of that before they find out. */
async function waitFor(ctx: Context, { id, title, state }: Connection): Promise<void> {
  if (state === 'active') return
  const { requests } = ctx.store.read
  if (state !== 'disconnected') {
    for (const request of await requests.inStates(id, ['approved', 'granting', 'ending']))
      await hold(ctx, request, `No call may go to "${title}": ${WHY_NOT[state]}. It goes on then.`)
    return
  }
  for (const request of await requests.inStates(id, ['granting', 'granted', 'ending']))
    await ctx.store.aside((tx) =>
      goRequest(tx, ctx, request, 'drift', {
        held: `"${title}" was disconnected, so nothing can be given back from here. Take it back in HubSpot, then settle this.`,
      }),
    )
  for (const request of await requests.inStates(id, ['asked', 'approved']))
    await ctx.store.aside((tx) => lapse(tx, ctx, request))
}

/** What nobody answered in time, and whose hours are over. */
async function passTime(ctx: Context, connectionId: string): Promise<void> {
  const now = ctx.world.now()
  const open = await ctx.store.read.requests.inStates(connectionId, [
    'asked',
    'approved',
    'granted',
  ])
  for (const request of open)
    await ctx.store.aside(async (tx) => {
      if (request.state === 'granted') {
        if (request.endsAt && request.endsAt <= now)
          await goRequest(tx, ctx, request, 'end', { nextAt: now })
      } else if (request.lapsesAt <= now) await lapse(tx, ctx, request)
    })
}

async function lapse(tx: Repositories, ctx: Context, request: AccessRequest): Promise<void> {
  if (await goRequest(tx, ctx, request, 'lapse', { endedAt: ctx.world.now() }))
    await tell(tx, ctx, request, 'lapsed')
}

/** An application that was interrupted is carried through; one that never began is none. */
async function goOn(ctx: Context, connection: Connection): Promise<void> {
  const { read } = ctx.store
  const granting = await read.requests.inStates(connection.id, ['granting'])
  for (const request of awake(ctx, granting)) {
    const plan = request.planId === null ? undefined : await read.provisioning.plan(request.planId)
    const run = plan && (await read.provisioning.run(plan.id))
    if (plan && run && run.state !== 'finished') await carry(ctx, plan, connection)
    else await ctx.store.aside((tx) => goRequest(tx, ctx, request, 'not_begun', {}))
  }
}

async function doDue(
  ctx: Context,
  connection: Connection,
  snapshot: Snapshot,
  due: readonly AccessRequest[],
): Promise<void> {
  const { read } = ctx.store
  const wanted = await nothingWanted(read, connection)
  const input = await gatherInput(ctx, read, connection, wanted)
  const known = await read.people.known(connection.id)
  const { items, told } = requestItems(due, {
    isGone: (userId) => (known.get(userId)?.presence ?? 'removed') === 'removed',
    users: snapshot.users,
    leaving: input.leaving,
    invites: (email) => input.settings.welcome && !input.welcomed.has(emailKey(email)),
  })
  for (const one of told) await settle(ctx, one)
  const { free, held } = siftItems(items, input)
  const byId = new Map(due.map((request) => [request.id, request]))
  for (const { id, desire } of items) {
    const request = byId.get(desire.key)
    const sentence = held.get(id)
    if (request && sentence !== undefined) await hold(ctx, request, sentence)
  }
  if (free.length === 0) return
  const plan = await keepPlan(ctx, planOf(input, snapshot, free, []), wanted)
  for (const { act, desire } of free) {
    const request = byId.get(desire.key)
    if (request && act !== 'restore')
      await ctx.store.aside((tx) =>
        goRequest(tx, ctx, request, 'begin', { planId: plan.id, held: null }),
      )
  }
  await carry(ctx, plan, connection)
}

/** To its end; or what kept it from there is said of each request that it has left. */
async function carry(ctx: Context, plan: StoredPlan, connection: Connection): Promise<void> {
  const { read } = ctx.store
  const stopped = await stopOf(ctx, plan, connection)
  if (stopped === null) return
  const over = new Set((await read.provisioning.outcomes(plan.id)).map(({ itemId }) => itemId))
  for (const { id, act, desire } of plan.plan.items) {
    const request = over.has(id) ? undefined : await read.requests.get(desire.key)
    if (request?.state === (act === 'restore' ? 'ending' : 'granting'))
      await ctx.store.aside((tx) =>
        holdFailed(tx, ctx, request, stopped.sentence, PASSING.has(stopped.by)),
      )
  }
}

const PASSING: ReadonlySet<string> = new Set(['limited', 'unreachable'])
/** Somebody else is at it, or has done it. */
const OTHERS: ReadonlySet<string> = new Set(['people.plan_running', 'people.plan_finished'])

async function stopOf(ctx: Context, plan: StoredPlan, connection: Connection) {
  try {
    const by = (await carryThrough(ctx, plan, connection)).run.stoppedBy
    if (by === null || by === 'overtaken') return null
    return { by, sentence: `It stopped on the way (${by}), and goes on by itself.` }
  } catch (err) {
    if (!(err instanceof HubwardError) || OTHERS.has(err.code)) throw err
    ctx.log.warn({ err, plan: plan.id }, 'people: a plan of requests did not get to its end')
    return { by: err.code, sentence: err.message }
  }
}

/** What needs no write. */
async function settle(ctx: Context, { request, user, way, sentence }: Told): Promise<void> {
  if (way === null) return hold(ctx, request, sentence ?? '')
  await ctx.store.aside(async (tx) => {
    if (way === 'grant' || way === 'keep') {
      // They have it already, so there is nothing to go back from.
      const state = user && accessStateOf(user)
      if (state) await goGranted(tx, ctx, request, { prior: state, granted: state }, user.userId)
    } else {
      const endedAt = way === 'restore' ? { endedAt: ctx.world.now() } : {}
      await goRequest(tx, ctx, request, way, { held: sentence, ...endedAt })
    }
  })
}

/** People are told once of each thing that holds it up; of what went elsewhere meanwhile, nothing. */
async function hold(ctx: Context, request: AccessRequest, held: string): Promise<void> {
  const nextAt = new Date(ctx.world.now().getTime() + AGAIN_AFTER_MS)
  await ctx.store.aside(async (tx) => {
    const { id, state } = request
    const went = await tx.requests.hold(id, state, { held, nextAt, failed: false })
    if (went && request.held !== held) await tell(tx, ctx, request, 'held')
  })
}
