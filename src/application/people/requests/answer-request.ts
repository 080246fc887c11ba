/** What people do about a request: answer it, withdraw it, end it early, and settle what drifted. */
import { HubwardError } from '../../../domain/errors.ts'
import {
  mayGo,
  REQUEST_STATES,
  WAYS,
  type AccessRequest,
  type WayName,
} from '../../../domain/people/request/request.ts'
import { authorise, type Context } from '../../context.ts'
import { raiseNotice } from '../../notice/raise-notice.ts'
import type { Repositories } from '../../ports.ts'
import { demandPerson } from '../../sign-in/demand-person.ts'
import { demandStepUp } from '../../sign-in/demand-step-up.ts'
import { demandPersonToApprove, doerOf } from '../provisioning/doer-of.ts'
import { toldOf } from './follow-request.ts'
import { demandApprover, lookerOf } from './may-decide.ts'
import type { RequestChange } from './ports.ts'
import { recordRequest } from './record.ts'

export interface OneRequest {
  readonly request: string
}
export interface AnswerRequest extends OneRequest {
  readonly note?: string | undefined
}

/**
 * It is given next, by a plan with every guard. Never by whoever asked, or gets it.
 *
 * @throws HubwardError `resource.not_found`, `people.own_request`, `people.request_closed`,
 *   `auth.forbidden`, `auth.step_up_required`
 */
export async function approveRequest(ctx: Context, input: AnswerRequest): Promise<AccessRequest> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  demandPersonToApprove(ctx)
  demandStepUp(ctx)
  const request = await findRequest(ctx.store.read, input.request)
  await demandApprover(ctx, ctx.store.read, request)
  const decided = { by: doerOf(ctx), at: ctx.world.now(), note: input.note ?? null }
  return go(ctx, request, 'approve', { decided, nextAt: ctx.world.now() })
}

/** @throws HubwardError as {@link approveRequest} */
export async function refuseRequest(ctx: Context, input: AnswerRequest): Promise<AccessRequest> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  const request = await findRequest(ctx.store.read, input.request)
  await demandApprover(ctx, ctx.store.read, request)
  const decided = { by: doerOf(ctx), at: ctx.world.now(), note: input.note ?? null }
  return go(ctx, request, 'refuse', { decided })
}

/** By whoever asked, or gets it. @throws HubwardError `resource.not_found`, `people.request_closed` */
export async function withdrawRequest(ctx: Context, input: OneRequest): Promise<AccessRequest> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  const request = await findRequest(ctx.store.read, input.request)
  if (!(await lookerOf(ctx, ctx.store.read).isOwn(request)))
    authorise(ctx, 'operate', 'people.withdraw_request')
  return go(ctx, request, 'withdraw', {})
}

/**
 * Before its time is over: what was there before is given back next.
 *
 * @throws HubwardError `resource.not_found`, `people.request_closed`, `auth.forbidden`
 */
export async function endRequest(ctx: Context, input: OneRequest): Promise<AccessRequest> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  const request = await findRequest(ctx.store.read, input.request)
  const looker = lookerOf(ctx, ctx.store.read)
  if (!(await looker.isOwn(request)) && !(await looker.mayDecide(request)))
    authorise(ctx, 'operate', 'people.end_request')
  const now = ctx.world.now()
  return go(ctx, request, 'end', { endsAt: now, nextAt: now })
}

/**
 * Says that what was changed by hand is meant, or was put right: nothing more is given back.
 *
 * Access may stay by it, so it wants what an approval wants.
 *
 * @throws HubwardError as {@link approveRequest}
 */
export async function settleRequest(ctx: Context, input: AnswerRequest): Promise<AccessRequest> {
  if (ctx.actor.kind !== 'operator') demandPerson(ctx)
  demandPersonToApprove(ctx)
  demandStepUp(ctx)
  const request = await findRequest(ctx.store.read, input.request)
  await demandApprover(ctx, ctx.store.read, request)
  return go(ctx, request, 'settle', { endedAt: ctx.world.now() }, { note: input.note ?? null })
}

/** @throws HubwardError `resource.not_found` */
export async function findRequest({ requests }: Repositories, id: string): Promise<AccessRequest> {
  const request = await requests.get(id)
  if (request) return request
  throw noSuchRequest(id)
}

export const noSuchRequest = (id: string): HubwardError =>
  new HubwardError(
    'resource.not_found',
    `There is no request "${id}". hubward people requests <connection> lists them.`,
  )

/** Whoever asked hears how it was answered. */
const TOLD: ReadonlySet<WayName> = new Set(['approve', 'refuse'])

async function go(
  ctx: Context,
  request: AccessRequest,
  way: WayName,
  change: Omit<RequestChange, 'state'>,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<AccessRequest> {
  const { from, to } = WAYS[way]
  const went =
    mayGo(way, request.state) &&
    (await ctx.store.aside(async (tx) => {
      if (!(await tx.requests.go(request.id, from, { state: to, held: null, ...change })))
        return false
      const note = change.decided?.note
      await recordRequest(tx, ctx, way, request, { state: to, ...(note && { note }), ...facts })
      if (TOLD.has(way))
        await raiseNotice(tx, ctx, {
          kind: 'people.access_answered',
          facts: { connectionId: request.connectionId, requestId: request.id, answer: to },
          links: [`/requests/${request.id}`],
          alsoTo: toldOf(request),
        })
      return true
    }))
  const now = await findRequest(ctx.store.read, request.id)
  if (went) return now
  throw new HubwardError(
    'people.request_closed',
    `That is no longer possible. ${REQUEST_STATES[now.state]}`,
    { facts: { state: now.state } },
  )
}
