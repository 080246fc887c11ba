/** Who answers a request: whose role approves, and who was named for the connection or for a group. */
import { HubwardError } from '../../../domain/errors.ts'
import {
  mayGo,
  PERSONS_WAYS,
  type AccessRequest,
  type PersonsWay,
} from '../../../domain/people/request/request.ts'
import { MAY, type Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { doerOf } from '../provisioning/doer-of.ts'

/** Those who were named for it. */
export async function approversOf(
  from: Repositories,
  { connectionId, principalId }: AccessRequest,
): Promise<readonly string[]> {
  const groups = await from.groups.list()
  const isOf = (groupId: string): boolean =>
    principalId !== null &&
    groups.some(({ id, memberIds }) => id === groupId && memberIds.includes(principalId))
  return (await from.requests.approvers(connectionId)).flatMap((one) =>
    one.groupId === null || isOf(one.groupId) ? [one.principalId] : [],
  )
}

export const isOwn = ({ askedBy, principalId }: AccessRequest, ctx: Context): boolean => {
  const { id } = doerOf(ctx)
  return askedBy.id === id || principalId === id
}

export async function mayDecide(
  ctx: Context,
  from: Repositories,
  request: AccessRequest,
): Promise<boolean> {
  const { actor } = ctx
  if (actor.kind === 'operator') return true
  if (actor.kind !== 'principal') return false
  if (MAY[actor.role].includes('approve')) return true
  return (await approversOf(from, request)).includes(actor.principalId)
}

/** @throws HubwardError `people.own_request`, `auth.forbidden` */
export async function demandApprover(
  ctx: Context,
  from: Repositories,
  request: AccessRequest,
): Promise<void> {
  if (isOwn(request, ctx))
    throw new HubwardError(
      'people.own_request',
      'You asked for it, or it is for you: somebody else has to answer it.',
    )
  if (await mayDecide(ctx, from, request)) return
  throw new HubwardError(
    'auth.forbidden',
    'Whoever answers needs a role that approves, or to be named for this connection: hubward people approvers.',
  )
}

interface Standing {
  readonly own: boolean
  readonly decides: boolean
  readonly operates: boolean
}

const answers = ({ own, decides }: Standing): boolean => decides && !own

/** As `answer-request.ts` decides; here so that nobody is offered what would be refused. */
const OPEN_TO: Readonly<Record<PersonsWay, (standing: Standing) => boolean>> = {
  approve: answers,
  refuse: answers,
  withdraw: ({ own, operates }) => own || operates,
  end: ({ own, decides, operates }) => own || decides || operates,
  settle: answers,
}

/** What whoever asks may do about the request as it stands. */
export async function waysOpen(
  ctx: Context,
  from: Repositories,
  request: AccessRequest,
): Promise<readonly PersonsWay[]> {
  const { actor } = ctx
  const standing = {
    own: isOwn(request, ctx),
    decides: await mayDecide(ctx, from, request),
    operates:
      actor.kind === 'operator' ||
      (actor.kind === 'principal' && MAY[actor.role].includes('operate')),
  }
  return PERSONS_WAYS.filter((way) => mayGo(way, request.state) && OPEN_TO[way](standing))
}
