/**
 * The rows of a review, made of a sealed reading: who is in it, what they have, who reviews them. Nobody
 * is given their own row, and nobody who may be the same person.
 */
import type { AlertKind } from '../people/alerts.ts'
import type { Match, Person } from '../people/match.ts'
import { displayNameOf, emailKey, type PortalUser } from '../people/portal-user.ts'
import type { Snapshot } from '../people/snapshot.ts'
import type { AssignedAs, NamedPerson, Review, ReviewedAccess, ReviewRow } from './review.ts'

/** Who can be asked to review: an active member. */
export interface Candidate extends NamedPerson {
  readonly email: string
}

export interface RowsInput {
  readonly review: Pick<Review, 'scope' | 'privilegedSets' | 'reviewer' | 'fallbackIds'>
  readonly snapshot: Snapshot
  readonly ownerId: string | null
  readonly matches: ReadonlyMap<string, Match>
  /** By {@link Person.key}. */
  readonly people: ReadonlyMap<string, Person>
  /** By user id. */
  readonly alerts: ReadonlyMap<string, readonly AlertKind[]>
  /** By id: who may review at all. */
  readonly candidates: ReadonlyMap<string, Candidate>
  /** By a user's address as `emailKey` makes it: the manager's id. */
  readonly managers: ReadonlyMap<string, string>
  readonly at: Date
  /** Of the first row. */
  readonly from: number
}

export interface MadeRows {
  readonly rows: readonly ReviewRow[]
  /** Users whom nobody who was named may review. */
  readonly unassigned: readonly string[]
}

export function makeRows(input: RowsInput): MadeRows {
  const rows: ReviewRow[] = []
  const unassigned: string[] = []
  const byEmail = Map.groupBy(input.candidates.values(), ({ email }) => emailKey(email))
  for (const user of input.snapshot.users) {
    const privileged = isPrivileged(user, input)
    if (input.review.scope === 'privileged' && !privileged) continue
    const subjects = subjectsOf(user, input, byEmail)
    const assigned = assign(user, subjects, input)
    if (!assigned) {
      unassigned.push(user.email)
      continue
    }
    rows.push({
      no: input.from + rows.length,
      connectionId: input.snapshot.connectionId,
      userId: user.userId,
      email: user.email,
      name: displayNameOf(user),
      privileged,
      access: accessOf(user, input),
      subjects,
      reviewer: { id: assigned.to.id, name: assigned.to.name },
      assignedAs: assigned.as,
      assignedAt: input.at,
    })
  }
  return { rows, unassigned }
}

function isPrivileged(
  { superAdmin, permissionSetIds }: PortalUser,
  { review, snapshot }: RowsInput,
): boolean {
  if (superAdmin) return true
  const named = new Set(review.privilegedSets)
  return snapshot.permissionSets.some(
    ({ id, name }) => permissionSetIds.includes(id) && (named.has(id) || named.has(name)),
  )
}

/** Whoever is joined with the user, could be, or has the same address. */
function subjectsOf(
  { userId, email }: PortalUser,
  { matches }: RowsInput,
  byEmail: ReadonlyMap<string, readonly Candidate[]>,
): readonly string[] {
  const match = matches.get(userId)
  const joined =
    match?.how === 'ambiguous'
      ? match.personKeys
      : match && 'personKey' in match
        ? [match.personKey]
        : []
  const same = byEmail.get(emailKey(email)) ?? []
  return [...new Set([...joined, ...same.map(({ id }) => id)])].toSorted()
}

function assign(
  user: PortalUser,
  subjects: readonly string[],
  { review, ownerId, candidates, managers }: RowsInput,
): { readonly to: Candidate; readonly as: AssignedAs } | undefined {
  const { reviewer, fallbackIds } = review
  const byRule: readonly [string | null | undefined, AssignedAs] =
    reviewer.by === 'person'
      ? [reviewer.principalId, 'named']
      : reviewer.by === 'owner'
        ? [ownerId, 'owner']
        : [managers.get(emailKey(user.email)), 'manager']
  const asked = [byRule, ...fallbackIds.map((id) => [id, 'fallback'] as const)] as const
  for (const [id, as] of asked) {
    const to = id ? candidates.get(id) : undefined
    if (to && !subjects.includes(to.id)) return { to, as }
  }
  return undefined
}

function accessOf(
  user: PortalUser,
  { snapshot, matches, people, alerts }: RowsInput,
): ReviewedAccess {
  const match = matches.get(user.userId) ?? { how: 'none' }
  const person = 'personKey' in match ? people.get(match.personKey) : undefined
  const named = (ids: readonly string[], from: readonly { id: string; name: string }[]) =>
    ids.map((id) => ({ id, name: from.find((one) => one.id === id)?.name ?? id }))
  return {
    superAdmin: user.superAdmin,
    permissionSets: named(user.permissionSetIds, snapshot.permissionSets),
    primaryTeam:
      user.primaryTeamId === null ? null : (named([user.primaryTeamId], snapshot.teams)[0] ?? null),
    secondaryTeams: named(user.secondaryTeamIds, snapshot.teams),
    seats: user.seats,
    deactivated: user.deactivated,
    inferredInvited: user.inferredInvited,
    lastLoginAt: user.lastLoginAt,
    loginsFrom: snapshot.loginsFrom?.toISOString() ?? null,
    alerts: alerts.get(user.userId) ?? [],
    ownerId: user.ownerId,
    person: person ? { id: person.key, name: person.name, email: person.email } : null,
    match: match.how,
  }
}
