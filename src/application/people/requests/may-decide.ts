/** Who answers a request: whose role approves, and who was named for the connection or for a group. */
import type { Group } from '../../../domain/access/entities.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import {
  mayGo,
  PERSONS_WAYS,
  type AccessRequest,
  type PersonsWay,
} from '../../../domain/people/request/request.ts'
import { MAY, type Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { doerOf } from '../provisioning/doer-of.ts'
import type { Approver, Reach } from './ports.ts'

/** Those who were named for it. */
export async function approversOf(
  from: Repositories,
  request: AccessRequest,
): Promise<readonly string[]> {
  const { connectionId } = request
  return namedFor(request, await from.requests.approvers(connectionId), await from.groups.list())
}

const namedFor = (
  { principalId }: AccessRequest,
  approvers: readonly Approver[],
  groups: readonly Group[],
): readonly string[] => {
  const isOf = (groupId: string): boolean =>
    principalId !== null &&
    groups.some(({ id, memberIds }) => id === groupId && memberIds.includes(principalId))
  return approvers.flatMap((one) =>
    one.groupId === null || isOf(one.groupId) ? [one.principalId] : [],
  )
}

/** Whoever looks. What has to be known of them is read once, at however many requests they look. */
export interface Looker {
  /** They asked for it, or it is for them: by who they were then, and by who they are now. */
  isOwn(request: AccessRequest): Promise<boolean>
  /** Leaving aside whose it is. */
  mayDecide(request: AccessRequest): Promise<boolean>
  /** For a query: whose requests they may see without a role that does. */
  reach(): Promise<Reach>
}

export function lookerOf(ctx: Context, from: Repositories): Looker {
  const { actor } = ctx
  const { id } = doerOf(ctx)
  const all = once(() => from.principals.list())
  const groups = once(() => from.groups.list())
  const approvers = once((connection) => from.requests.approvers(connection))
  const links = once((connection) => from.people.links(connection))
  const self = async () => (await all()).find((one) => one.id === id)
  /** Also those of before who had the address: whoever was removed and came back is the same person. */
  const selves = async (): Promise<readonly string[]> => {
    const email = (await self())?.email ?? null
    const same = (await all()).filter(
      (one) => email !== null && one.email !== null && emailKey(one.email) === emailKey(email),
    )
    return [...new Set([id, ...same.map((one) => one.id)])]
  }
  return {
    async isOwn({ askedBy, principalId, email, userId, connectionId }) {
      if (askedBy.id === id || principalId === id) return true
      if (actor.kind !== 'principal') return false
      const own = await selves()
      if (own.includes(askedBy.id) || own.includes(principalId ?? '')) return true
      const address = (await self())?.email ?? null
      if (address !== null && emailKey(address) === emailKey(email)) return true
      return userId !== null && (await links(connectionId)).get(userId) === id
    },
    async mayDecide(request) {
      if (actor.kind === 'operator') return true
      if (actor.kind !== 'principal') return false
      // Approving is for people: a program has no second pair of eyes.
      if ((await self())?.kind !== 'member') return false
      if (MAY[actor.role].includes('approve')) return true
      const named = namedFor(request, await approvers(request.connectionId), await groups())
      return named.includes(id)
    },
    async reach() {
      const email = (await self())?.email ?? null
      return { principalId: id, selves: await selves(), email }
    },
  }
}

/** Asks once, of each thing. */
function once<T>(ask: (key: string) => Promise<T>) {
  const asked = new Map<string, Promise<T>>()
  return (key = ''): Promise<T> => {
    const answer = asked.get(key) ?? ask(key)
    asked.set(key, answer)
    return answer
  }
}

/** @throws HubwardError `people.own_request`, `auth.forbidden` */
export async function demandApprover(
  ctx: Context,
  from: Repositories,
  request: AccessRequest,
): Promise<void> {
  const looker = lookerOf(ctx, from)
  if (await looker.isOwn(request))
    throw new HubwardError(
      'people.own_request',
      'You asked for it, or it is for you: somebody else has to answer it.',
    )
  if (await looker.mayDecide(request)) return
  throw new HubwardError(
    'auth.forbidden',
    'Whoever answers is a member with a role that approves, or named for this connection: hubward people approvers.',
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

/** What whoever looks may do about the request as it stands. */
export async function waysOpen(
  { actor }: Context,
  looker: Looker,
  request: AccessRequest,
): Promise<readonly PersonsWay[]> {
  const standing = {
    own: await looker.isOwn(request),
    decides: await looker.mayDecide(request),
    operates:
      actor.kind === 'operator' ||
      (actor.kind === 'principal' && MAY[actor.role].includes('operate')),
  }
  return PERSONS_WAYS.filter((way) => mayGo(way, request.state) && OPEN_TO[way](standing))
}
