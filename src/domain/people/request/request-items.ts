/**
 * What is to be done of requests, as items of a plan: access that is given, and access that is given
 * back. What needs no write, or can have none, is told instead.
 */
import type { DesiredUser } from '../desired-user.ts'
import { accessStateOf, differingFields, NO_ACCESS } from '../plan/access-state.ts'
import { draftItem } from '../plan/draft-item.ts'
import type { PlanItem } from '../plan/plan.ts'
import type { Leaving } from '../plan/plan-input.ts'
import { emailKey, type PortalUser } from '../portal-user.ts'
import { elevated, restored, standingOf } from './elevate.ts'
import type { AccessRequest, WayName } from './request.ts'

/** Of a request that no item is made of. */
export interface Told {
  readonly request: AccessRequest
  /** As the reading shows them; where it is about somebody new, by the address. */
  readonly user: PortalUser | undefined
  /** The way it goes; `null`: it waits. */
  readonly way: WayName | null
  /** What holds it up, or what drifted. */
  readonly sentence: string | null
}

export interface RequestItems {
  readonly items: readonly PlanItem[]
  readonly told: readonly Told[]
}

export interface RequestFacts {
  readonly users: readonly PortalUser[]
  readonly leaving: ReadonlyMap<string, Leaving>
  /** Whether they left for sure: missing from one reading, somebody is there with the next. */
  isGone(userId: string): boolean
  /** Whether HubSpot may send an invitation to this address. */
  invites(email: string): boolean
}

/** @param requests those that are approved, and those whose time is over */
export function requestItems(
  requests: readonly AccessRequest[],
  facts: RequestFacts,
): RequestItems {
  const items: PlanItem[] = []
  const told: Told[] = []
  for (const request of requests) {
    const user = userOf(request, facts.users)
    const next =
      request.state === 'ending' ? giveBack(request, user, facts) : give(request, user, facts)
    if ('act' in next) items.push(next)
    else told.push({ request, user, ...next })
  }
  return { items, told }
}

type Next = PlanItem | Pick<Told, 'way' | 'sentence'>

const waits = (sentence: string): Next => ({ way: null, sentence })

function userOf({ userId, email }: AccessRequest, users: readonly PortalUser[]) {
  if (userId !== null) return users.find((user) => user.userId === userId)
  const same = users.filter((user) => emailKey(user.email) === emailKey(email))
  return same.length === 1 ? same[0] : undefined
}

const desireOf = ({ id, email }: AccessRequest): Pick<DesiredUser, 'source' | 'key' | 'email'> => ({
  source: 'request',
  key: id,
  email,
})

function give(
  request: AccessRequest,
  user: PortalUser | undefined,
  { leaving, invites }: RequestFacts,
): Next {
  const { email, hours, decided } = request
  const desire = desireOf(request)
  const until = hours === null ? 'for good' : `for ${hours} hours`
  const reason = `${email} asked for it, and ${decided?.by.name ?? 'somebody'} approved it, ${until}.`
  if (!user) {
    if (request.userId !== null || hours !== null)
      return waits(`${email} is not in the portal, so there is nothing to give access on top of.`)
    return draftItem({
      act: 'create',
      desire,
      user: null,
      after: elevated(NO_ACCESS, request.wish),
      reason,
      more: { welcome: invites(email) },
    })
  }
  if (leaving.has(user.userId)) return waits(`${email} is on the way out of the portal.`)
  if (user.superAdmin)
    return waits(
      `${email} is a super admin: there is nothing more to give, and nothing is written.`,
    )
  if (user.permissionSetIds.length > 1 && request.wish.permissionSetId !== undefined)
    return waits(
      `${email} has several permission sets, and the API could give one back. Set it in HubSpot by hand.`,
    )
  const after = elevated(user, request.wish)
  if (differingFields(accessStateOf(user), after, 'without_names').length === 0)
    return { way: hours === null ? 'keep' : 'grant', sentence: null }
  return draftItem({ act: 'change', desire, user, after, reason })
}

function giveBack(
  request: AccessRequest,
  user: PortalUser | undefined,
  { isGone }: RequestFacts,
): Next {
  const { email, elevation, userId } = request
  if (!user && elevation && userId !== null && !isGone(userId))
    return waits(
      `${email} is missing from the newest reading. The next one tells whether they left.`,
    )
  // Gone, with all that was given.
  if (!user || !elevation) return { way: 'restore', sentence: null }
  if (user.superAdmin)
    return {
      way: 'drift',
      sentence: `${email} became a super admin meanwhile, and Hubward writes nothing to one.`,
    }
  const state = accessStateOf(user)
  const standing = standingOf(state, elevation)
  if (standing.is === 'as_before') return { way: 'restore', sentence: null }
  if (standing.is === 'else')
    return { way: 'drift', sentence: driftSentence(email, standing.fields) }
  // Held back, it would be tried for ever: only a person can take something from such a user.
  if (user.permissionSetIds.length > 1)
    return {
      way: 'drift',
      sentence: `${email} has several permission sets by now, and HubSpot’s API can write one of them. Take what was given back in HubSpot by hand.`,
    }
  return draftItem({
    act: 'restore',
    desire: desireOf(request),
    user,
    after: restored(state, elevation),
    reason: `The time that ${email} was given is over: exactly what stood there before is given back.`,
  })
}

const WORDS = {
  permissionSetIds: 'permission set',
  primaryTeamId: 'main team',
  secondaryTeamIds: 'further teams',
  seats: 'seats',
} as const

export const driftSentence = (email: string, fields: readonly (keyof typeof WORDS)[]): string =>
  `Somebody changed ${email} in HubSpot since access was given (${fields.map((field) => WORDS[field]).join(', ')}). Nothing is given back by guess: put it right there, or say that it is meant.`
