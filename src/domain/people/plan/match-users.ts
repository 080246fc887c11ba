/**
 * Who of the portal a source means: by the id it is linked to, else by its address, trimmed and in
 * lower case. What could be two is nobody: it goes to a person, and is never merged by guess.
 */
import type { DesiredUser } from '../desired-user.ts'
import { emailKey, type PortalUser } from '../portal-user.ts'
import { joinWishes, type Note } from './join-wishes.ts'
import type { Block } from './plan.ts'

export interface Match {
  readonly desire: DesiredUser
  /** `null`: there is no such user in the portal. */
  readonly user: PortalUser | null
}

export interface Matches {
  readonly matches: readonly Match[]
  readonly blocks: readonly Block[]
  /** Where sources differ, and one was heard. */
  readonly notes: readonly Note[]
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
  const { agreed, conflicts, notes } = oneWishEach(found)
  return { matches: agreed, blocks: [...blocks, ...conflicts], notes }
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

/** Of those who mean the same person, the wishes are joined where they can be, and refused where not. */
function oneWishEach(found: readonly Match[]): {
  readonly agreed: readonly Match[]
  readonly conflicts: readonly Block[]
  readonly notes: readonly Note[]
} {
  const groups = Map.groupBy(found, ({ desire, user }) => user?.userId ?? emailKey(desire.email))
  const agreed: Match[] = []
  const conflicts: Block[] = []
  const notes: Note[] = []
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    const joined = joinWishes(group.map(({ desire }) => desire))
    if ('conflict' in joined) conflicts.push(ambiguous(first.desire.email, joined.conflict))
    else {
      agreed.push({ desire: joined.wish, user: first.user })
      notes.push(...joined.notes)
    }
  }
  return { agreed, conflicts, notes }
}

const ambiguous = (email: string, sentence: string): Block => ({
  guard: 'ambiguous_match',
  on: 'person',
  itemId: null,
  email,
  sentence,
})
