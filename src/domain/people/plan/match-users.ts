/**
 * Who of the portal a source means: by the id it is linked to, else by its address, trimmed and in
 * lower case. What could be two is nobody: it goes to a person, and is never merged by guess.
 */
import type { DesiredUser } from '../desired-user.ts'
import { emailKey, type PortalUser } from '../portal-user.ts'
import type { Block } from './plan.ts'

export interface Match {
  readonly desire: DesiredUser
  /** `null`: there is no such user in the portal. */
  readonly user: PortalUser | null
}

export interface Matches {
  readonly matches: readonly Match[]
  readonly blocks: readonly Block[]
}

export function matchUsers(desired: readonly DesiredUser[], users: readonly PortalUser[]): Matches {
  const byId = new Map(users.map((user) => [user.userId, user]))
  const byEmail = Map.groupBy(users, ({ email }) => emailKey(email))
  const blocks: Block[] = []
  const found: Match[] = []
  for (const desire of desired) {
    const match = matchOne(desire, byId, byEmail)
    if (typeof match === 'string') blocks.push(ambiguous(desire.email, match))
    else found.push(match)
  }
  const { agreed, conflicts } = oneWishEach(found)
  return { matches: agreed, blocks: [...blocks, ...conflicts] }
}

function matchOne(
  desire: DesiredUser,
  byId: ReadonlyMap<string, PortalUser>,
  byEmail: ReadonlyMap<string, readonly PortalUser[]>,
): Match | string {
  const linked = desire.userId === null ? undefined : byId.get(desire.userId)
  if (linked) return { desire, user: linked }
  const [user, another] = byEmail.get(emailKey(desire.email)) ?? []
  if (another)
    return `Two users of the portal have the address ${desire.email}. Correct one of them in HubSpot.`
  if (user && desire.userId !== null)
    return (
      `${desire.email} is linked to the user ${desire.userId}, who is not in the portal, and the address ` +
      `now belongs to the user ${user.userId}. Say which one is meant.`
    )
  return { desire, user: user ?? null }
}

/** Of those who mean the same person, the wishes are joined where they agree, and refused where not. */
function oneWishEach(found: readonly Match[]): {
  readonly agreed: readonly Match[]
  readonly conflicts: readonly Block[]
} {
  const groups = Map.groupBy(found, ({ desire, user }) => user?.userId ?? emailKey(desire.email))
  const agreed: Match[] = []
  const conflicts: Block[] = []
  for (const group of groups.values()) {
    const [first, ...others] = group
    if (!first) continue
    const joined = joinedWish(group.map(({ desire }) => desire))
    if (joined) agreed.push({ ...first, desire: joined })
    else {
      const sources = [...new Set([first, ...others].map(({ desire }) => desire.source))]
      conflicts.push(
        ambiguous(
          first.desire.email,
          `${group.length} entries (${sources.join(', ')}) mean ${first.desire.email} and want different things. ` +
            'Correct the sources until one is left, or until they agree.',
        ),
      )
    }
  }
  return { agreed, conflicts }
}

const WISHES = [
  'present',
  'firstName',
  'lastName',
  'permissionSetId',
  'primaryTeamId',
  'secondaryTeamIds',
  'seats',
] as const

function joinedWish(desires: readonly DesiredUser[]): DesiredUser | undefined {
  const [first, ...others] = desires
  if (!first) return undefined
  let joined = first
  for (const other of others) {
    // Two identities of one source that meet in one account are two people, or a mistake.
    if (other.source === joined.source && other.key !== joined.key) return undefined
    for (const wish of WISHES)
      if (
        joined[wish] !== undefined &&
        other[wish] !== undefined &&
        JSON.stringify(joined[wish]) !== JSON.stringify(other[wish])
      )
        return undefined
    joined = { ...other, ...joined }
  }
  return joined
}

const ambiguous = (email: string, sentence: string): Block => ({
  guard: 'ambiguous_match',
  on: 'person',
  itemId: null,
  email,
  sentence,
})
