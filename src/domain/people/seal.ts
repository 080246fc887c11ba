/**
 * Judges a reading: a sealed snapshot where it is complete, and otherwise every reason why it is
 * not. Complete means: each list ended whole, whoever another list names is there or was asked for
 * and is gone, the credential was the same before and after, and what could be read was read.
 */
import type { HubSpotFailure } from '../connection/hubspot-failure.ts'
import { err, ok, type Result } from '../result.ts'
import { isDeactivated, recordsOf } from './deactivation.ts'
import type { PageChain, PageFault } from './page-chain.ts'
import { idSet, type PortalUser } from './portal-user.ts'
import type { FacetReading, FacetReadings, ListedUser, Reading } from './reading.ts'
import {
  FACETS,
  type Facet,
  type Facets,
  type FacetState,
  type Proof,
  type Snapshot,
} from './snapshot.ts'
import { absentees, deactivatedUnlisted, leavesSomebodyUnasked, witnessesOf } from './witnesses.ts'

export type Incompleteness =
  | { readonly reason: 'list_torn'; readonly list: 'users' | Facet; readonly fault: PageFault }
  /** A portal has always somebody: an empty list is a failure, never a fact. */
  | { readonly reason: 'no_users' }
  | { readonly reason: 'other_portal'; readonly portalId: number }
  | {
      readonly reason: 'scopes_changed'
      readonly gained: readonly string[]
      readonly lost: readonly string[]
    }
  /** Other lists name users who are not in this one, and who were not found to be gone. */
  | {
      readonly reason: 'users_missing'
      readonly count: number
      readonly userIds: readonly string[]
    }
  /** The list of users, read twice, was not the same. */
  | { readonly reason: 'readings_differ'; readonly count: number }
  /** The process that read it ended, or could not go on. */
  | { readonly reason: 'interrupted' }
  /** HubSpot could not be asked whose credential it is. */
  | { readonly reason: 'credential'; readonly failure: HubSpotFailure['reason'] }
  /** Users belong to teams of which there is no list, though it was read. */
  | { readonly reason: 'teams_missing'; readonly teamIds: readonly string[] }

/** As many ids as a person looks at. */
const SHOWN = 20

export function seal(reading: Reading): Result<Snapshot, readonly Incompleteness[]> {
  const proof = proofOf(reading)
  const found = [
    ...tornLists(reading),
    ...ofHolder(reading),
    ...ofUsers(reading, proof),
    ...ofTeams(reading),
  ]
  if (found.length > 0 || proof === null) return err(found)
  const { readingId, connectionId, begunAt, endedAt, before, facets } = reading
  return ok({
    readingId,
    connectionId,
    portalId: before.portalId,
    begunAt,
    endedAt,
    facets: statesOf(facets),
    provenBy: proof,
    loginsFrom: facets.logins.state === 'read' ? facets.logins.value.from : null,
    hubspotScopes: before.hubspotScopes,
    users: usersOf(reading),
    permissionSets: readOf(facets.permission_sets) ?? [],
    teams: readOf(facets.teams) ?? [],
    seats: readOf(facets.seats) ?? [],
  })
}

const readOf = <T>(facet: FacetReading<T>): T | undefined =>
  facet.state === 'read' ? facet.value : undefined

function tornLists({ users, again, facets }: Reading): Incompleteness[] {
  const torn: Incompleteness[] = []
  const look = (list: 'users' | Facet, end: PageChain<unknown>['end']): void => {
    if (end === 'whole') return
    // Whoever reads stops at an end or a fault; a list that is still open was given up.
    const fault: PageFault = end === 'open' ? { reason: 'unreached' } : end
    torn.push({ reason: 'list_torn', list, fault })
  }
  look('users', users.end)
  if (again) look('users', again.end)
  for (const facet of FACETS) {
    const one = facets[facet]
    if (one.state === 'failed') torn.push({ reason: 'list_torn', list: facet, fault: one.fault })
  }
  const { owners, crm_users: crm } = facets
  if (owners.state === 'read') look('owners', owners.value.end)
  if (crm.state === 'read') look('crm_users', crm.value.chain.end)
  return torn
}

function ofHolder({ before, after }: Reading): Incompleteness[] {
  if (before.portalId !== after.portalId)
    return [{ reason: 'other_portal', portalId: after.portalId }]
  const gained = after.hubspotScopes.filter((scope) => !before.hubspotScopes.includes(scope))
  const lost = before.hubspotScopes.filter((scope) => !after.hubspotScopes.includes(scope))
  return gained.length + lost.length > 0 ? [{ reason: 'scopes_changed', gained, lost }] : []
}

function ofUsers(reading: Reading, proof: Proof | null): Incompleteness[] {
  const { users, again, asked } = reading
  if (users.end !== 'whole') return []
  if (users.items.length === 0) return [{ reason: 'no_users' }]
  const deactivated = new Set(deactivatedUnlisted(reading).map(({ userId }) => userId))
  const found = [...asked].flatMap(([userId, exists]) =>
    exists && !deactivated.has(userId) ? [userId] : [],
  )
  const unasked = absentees(reading).filter((userId) => !asked.has(userId))
  const missing = idSet([...found, ...unasked])
  if (missing.length > 0)
    return [{ reason: 'users_missing', count: missing.length, userIds: missing.slice(0, SHOWN) }]
  if (proof !== null) return []
  return [
    { reason: 'readings_differ', count: again ? differing(users, again) : users.items.length },
  ]
}

function ofTeams({ users, facets: { teams } }: Reading): Incompleteness[] {
  if (teams.state !== 'read') return []
  const known = new Set(teams.value.map(({ id }) => id))
  const named = users.items.flatMap(({ primaryTeamId, secondaryTeamIds }) =>
    primaryTeamId === null ? secondaryTeamIds : [primaryTeamId, ...secondaryTeamIds],
  )
  const teamIds = idSet(named.filter((id) => !known.has(id)))
  return teamIds.length > 0 ? [{ reason: 'teams_missing', teamIds: teamIds.slice(0, SHOWN) }] : []
}

/**
 * What shows that no page of users was lost. A list that lacks somebody whom we have is no witness:
 * then the list itself, read twice, has to do.
 */
function proofOf(reading: Reading): Proof | null {
  const { users, again } = reading
  if (wantsSecondReading(reading) && !(again && differing(users, again) === 0)) return null
  return witnessesOf(reading).find(({ namesAll }) => namesAll)?.by ?? 'second_reading'
}

/**
 * Reading so many pages once more costs next to nothing, and finds what no other list could: somebody
 * who was invited and never came in has no CRM record, so the loss of a page of those shows nowhere else.
 */
const SMALL_PAGES = 10

/** Whether the list of users has to be read a second time. */
export const wantsSecondReading = (reading: Reading): boolean =>
  reading.users.end === 'whole' &&
  (reading.users.pages <= SMALL_PAGES ||
    leavesSomebodyUnasked(reading) ||
    !witnessesOf(reading).some(({ namesAll }) => namesAll))

/** How many are in one of the two and not in the other. */
function differing(one: PageChain<ListedUser>, other: PageChain<ListedUser>): number {
  const before = new Set(one.items.map(({ userId }) => userId))
  const both = other.items.filter(({ userId }) => before.has(userId)).length
  return before.size + other.items.length - 2 * both
}

const statesOf = (facets: FacetReadings): Facets =>
  Object.fromEntries(FACETS.map((facet) => [facet, stateOf(facets[facet])])) as unknown as Facets

const stateOf = ({ state }: FacetReading<unknown>): FacetState =>
  state === 'failed' ? 'unavailable' : state

function usersOf(reading: Reading): readonly PortalUser[] {
  const { users, facets } = reading
  const records = recordsOf(facets)
  const logins = readOf(facets.logins)
  const added = additionsOf(reading)
  const listed = users.items.map((user): PortalUser => {
    const deactivated = isDeactivated(records, user.userId)
    const addedAt = added.get(user.userId)
    const lastLogin = logins?.lastAt.get(user.userId)
    return {
      userId: user.userId,
      email: user.email,
      firstName: user.firstName,
      lastName: user.lastName,
      superAdmin: user.superAdmin,
      permissionSetIds: idSet(user.permissionSetIds),
      primaryTeamId: user.primaryTeamId,
      secondaryTeamIds: idSet(user.secondaryTeamIds),
      seats: idSet(user.seats),
      ownerId: records.owners.get(user.userId)?.ownerId ?? null,
      crmUserId: records.crmUsers.get(user.userId)?.crmUserId ?? null,
      deactivated,
      lastLoginAt: lastLogin?.toISOString() ?? null,
      inferredInvited:
        logins !== undefined &&
        !lastLogin &&
        deactivated !== true &&
        addedAt !== undefined &&
        new Date(addedAt) >= logins.from,
      ...(addedAt !== undefined && { addedAt }),
    }
  })
  return [...listed, ...deactivatedUnlisted(reading)].toSorted((a, b) => byId(a.userId, b.userId))
}

/**
 * When each user was added last, as HubSpot's security activity tells now or told an earlier reading: it
 * is read from where that one ended.
 */
function additionsOf({ facets, known }: Reading): ReadonlyMap<string, string> {
  const added = new Map(
    [...known].flatMap(([userId, { addedAt }]) =>
      addedAt === undefined ? [] : [[userId, addedAt] as const],
    ),
  )
  for (const { type, userId, at } of readOf(facets.security) ?? [])
    if (type === 'ADD_USER' && userId !== null) {
      const before = added.get(userId)
      if (before === undefined || new Date(before) < at) added.set(userId, at.toISOString())
    }
  return added
}

/** As numbers where they are, which HubSpot's are. */
export const byId = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : Number(a > b))
