/**
 * What follows for a request from how its item of a plan ended: part of the transaction that notes the
 * ending, so that what was there before is kept if, and only if, the write is known to be over.
 */
import { ENDINGS, type Outcome } from '../../../domain/people/apply/outcome.ts'
import { NO_ACCESS } from '../../../domain/people/plan/access-state.ts'
import type { PlanItem } from '../../../domain/people/plan/plan.ts'
import { afterGiving, afterGivingBack } from '../../../domain/people/request/follow.ts'
import { restored } from '../../../domain/people/request/elevate.ts'
import {
  ELEVATED_STATES,
  pauseAfter,
  WAYS,
  type AccessRequest,
  type Elevation,
  type WayName,
} from '../../../domain/people/request/request.ts'
import type { AccessState } from '../../../domain/people/plan/access-state.ts'
import type { Context } from '../../context.ts'
import { raiseNotice } from '../../notice/raise-notice.ts'
import type { Repositories } from '../../ports.ts'
import type { RequestChange } from './ports.ts'
import { recordRequest } from './record.ts'

const HOUR_MS = 3_600_000

export async function followRequest(
  tx: Repositories,
  ctx: Context,
  planId: string,
  item: PlanItem,
  outcome: Outcome,
): Promise<void> {
  if (item.desire.source !== 'request') return
  const request = await tx.requests.get(item.desire.key)
  if (!request) return
  const { writes } = await tx.provisioning.history(planId, item.id)
  if (item.act === 'restore') await givenBack(tx, ctx, request, outcome)
  else await given(tx, ctx, request, item, outcome, writes > 0)
}

async function given(
  tx: Repositories,
  ctx: Context,
  request: AccessRequest,
  item: PlanItem,
  { ending, userId }: Outcome,
  isSent: boolean,
): Promise<void> {
  const elevation: Elevation = {
    prior: item.before ?? NO_ACCESS,
    granted: item.after ?? NO_ACCESS,
  }
  const whose = userId ?? item.userId
  const next = afterGiving(ending, isSent)
  if (next === 'granted') await goGranted(tx, ctx, request, elevation, whose)
  else if (next === 'drift')
    await goRequest(tx, ctx, request, 'drift', {
      elevation,
      held: `${ENDINGS[ending]} Look at ${request.email} in HubSpot.`,
    })
  else {
    const went = await goRequest(tx, ctx, request, 'not_begun', {
      held: ENDINGS[ending],
      nextAt: new Date(ctx.world.now().getTime() + pauseAfter(request.tries)),
      tries: request.tries + 1,
    })
    if (went && request.tries === 0) await tell(tx, ctx, request, 'held')
  }
}

/** The time begins when the access is there. */
export async function goGranted(
  tx: Repositories,
  ctx: Context,
  request: AccessRequest,
  elevation: Elevation,
  userId: string | null,
): Promise<void> {
  const at = ctx.world.now()
  const own = userId !== null && { userId }
  const common = { elevation, grantedAt: at, held: null, tries: 0, ...own }
  if (request.hours === null) {
    await goRequest(tx, ctx, request, 'keep', { ...common, endedAt: at })
    return
  }
  // Whoever was removed while it was being given has no time with it.
  const hours = (await isRemoved(tx, request)) ? 0 : request.hours
  const endsAt = new Date(at.getTime() + hours * HOUR_MS)
  await goRequest(tx, ctx, request, 'grant', { ...common, endsAt, nextAt: endsAt })
}

const isRemoved = async ({ principals }: Repositories, { principalId }: AccessRequest) =>
  principalId !== null && (await principals.get(principalId))?.state === 'removed'

/** What is not done is looked at again with a later reading, which shows whether it is. */
async function givenBack(
  tx: Repositories,
  ctx: Context,
  request: AccessRequest,
  { ending }: Outcome,
): Promise<void> {
  if (afterGivingBack(ending) !== 'restored')
    return holdFailed(tx, ctx, request, ENDINGS[ending], ending === 'not_shown')
  await goRequest(tx, ctx, request, 'restore', { endedAt: ctx.world.now(), held: null })
}

/**
 * Its plan did not do it: it is tried again after pauses that grow, and people hear of it once.
 *
 * @param mayPass of what often passes by itself people hear only where it lasts
 */
export async function holdFailed(
  tx: Repositories,
  ctx: Context,
  request: AccessRequest,
  held: string,
  mayPass: boolean,
): Promise<void> {
  const { id, state, tries } = request
  const pause = mayPass && tries === 0 ? 60_000 : pauseAfter(tries)
  const nextAt = new Date(ctx.world.now().getTime() + pause)
  const went = await tx.requests.hold(id, state, { held, nextAt, failed: true })
  if (went && tries === (mayPass ? 1 : 0)) await tell(tx, ctx, request, 'held')
}

/** Of somebody who leaves and has access for a while, a return gives back what was theirs, and no more. */
export async function priorOfLeaver(
  tx: Repositories,
  connectionId: string,
  userId: string,
  state: AccessState,
): Promise<AccessState> {
  const request = await liveOf(tx, connectionId, userId)
  return request?.elevation ? restored(state, request.elevation) : state
}

/** All access was taken, also what was given for a while: until then that has to be given back. */
export async function endOfLeaver(
  tx: Repositories,
  ctx: Context,
  connectionId: string,
  userId: string,
): Promise<void> {
  const request = await liveOf(tx, connectionId, userId)
  if (!request) return
  await goRequest(tx, ctx, request, 'restore', {
    endedAt: ctx.world.now(),
    held: `${request.email} left.`,
  })
}

async function liveOf(
  tx: Repositories,
  connectionId: string,
  userId: string,
): Promise<AccessRequest | undefined> {
  const live = await tx.requests.inStates(connectionId, [...ELEVATED_STATES])
  return live.find((one) => one.userId === userId && one.elevation !== null)
}

/**
 * One way, with its audit; of what drifts people are told.
 *
 * @returns false where it went elsewhere meanwhile: then nothing was done
 */
export async function goRequest(
  tx: Repositories,
  ctx: Context,
  request: AccessRequest,
  way: WayName,
  change: Omit<RequestChange, 'state'>,
): Promise<boolean> {
  const { from, to } = WAYS[way]
  if (!(await tx.requests.go(request.id, from, { state: to, ...change }))) return false
  await recordRequest(tx, ctx, way, request, {
    state: to,
    ...(change.held && { held: change.held }),
    ...(change.elevation && { elevation: change.elevation }),
    ...(change.endsAt && { endsAt: change.endsAt.toISOString() }),
  })
  if (way === 'drift') await tell(tx, ctx, request, 'drifted')
  return true
}

/** Without a word of what a person typed: the app shows the rest. */
export const tell = async (
  tx: Repositories,
  ctx: Context,
  request: AccessRequest,
  why: 'drifted' | 'held' | 'lapsed',
): Promise<void> =>
  void (await raiseNotice(tx, ctx, {
    kind: 'people.access_waits',
    facts: { connectionId: request.connectionId, requestId: request.id, why },
    links: [`/requests/${request.id}`],
    alsoTo: toldOf(request),
  }))

/** The members whom it is about. */
export const toldOf = ({ askedBy, principalId }: AccessRequest): readonly string[] => [
  ...new Set([askedBy.id, principalId ?? ''].filter((id) => id.startsWith('mem_'))),
]
