/**
 * What identity providers wish of a portal, in the words of whoever plans. A wish that is not clear is
 * told to the provider and handed to nobody: a permission set that there is not is not left out, it
 * holds up the person.
 */
import type { DesiredUser, DesireSource } from '../../domain/people/desired-user.ts'
import { emailKey, type PortalUser } from '../../domain/people/portal-user.ts'
import type { UnclearWish } from '../../domain/people/plan/plan-input.ts'
import {
  emailOf,
  isActive,
  nameOf,
  primaryTeamOf,
  roleOf,
  seatsOf,
} from '../../domain/scim/person.ts'
import type { Repositories } from '../ports.ts'
import { teamsOf, type ADOPTED_ATTRIBUTES } from './adopted-content.ts'
import type { ScimResource } from './ports.ts'
import type { PortalReading } from './portal-reading.ts'

export interface ScimWishes {
  /** Of people; each one's key is its resource's id. */
  readonly desired: readonly DesiredUser[]
  /** Resources whose wish cannot be carried out as it stands. */
  readonly unclear: readonly UnclearWish[]
  /** What providers wrote, leavers among them: as it was when this was put together. */
  readonly written: ReadonlyMap<string, ScimResource>
}

const SOURCE: DesireSource = 'scim'

/** @param reading what a name means is not known without one */
export async function scimWishes(
  from: Repositories,
  connectionId: string,
  reading: PortalReading,
): Promise<ScimWishes> {
  const [users, groups, leavers] = [
    await from.scim.list(connectionId, 'User'),
    await from.scim.list(connectionId, 'Group'),
    await from.scim.listLeavers(connectionId, 'User'),
  ]
  const byId = new Map(groups.map((one) => [one.id, one]))
  const memberships = await from.scim.groupsOf(users.map(({ id }) => id))
  const teamsWished = groups.some(({ managed }) => managed)
  const inPortal = new Map(reading.users.map((user) => [user.userId, user]))
  const live = users.flatMap((user): Wish[] => {
    const theirs = (memberships.get(user.id) ?? []).flatMap(({ id }) => byId.get(id) ?? [])
    const portal = inPortal.get(user.hubspotId ?? '')
    const teams = teamsWished ? teamWish(user, theirs, portal) : {}
    if (user.managed) return [wishOf(user, teams, reading)]
    // Nobody wrote the person, but somebody may have put them into a team, or taken them out.
    return teamsWished && portal && movesTeam(teams, portal) ? [onlyTeams(user, portal, teams)] : []
  })
  const wishes = [...live, ...leaving(leavers, live)]
  const unlinked = groups.filter(({ managed, hubspotId }) => managed && hubspotId === null)
  return {
    desired: wishes.flatMap((wish) => ('key' in wish ? [wish] : [])),
    unclear: [
      ...wishes.flatMap((wish) => ('key' in wish ? [] : [wish])),
      ...unlinked.map(({ id, content }) => ({
        id,
        email: null,
        reason: `HubSpot has no team “${String(content['displayName'])}”, and its API makes none. ${NO_TEAM}`,
      })),
    ],
    written: new Map(
      [...users, ...groups, ...leavers].flatMap((one) => (one.managed ? [[one.id, one]] : [])),
    ),
  }
}

type Wish = DesiredUser | UnclearWish
type Teams = Pick<DesiredUser, 'primaryTeamId' | 'secondaryTeamIds'>

const NO_TEAM = 'Make it in HubSpot; after the next reading it is this one.'

/** Whoever was deleted and made again, as another resource, is there: that is the later word. */
function leaving(leavers: readonly ScimResource[], live: readonly Wish[]): readonly Wish[] {
  const there = new Set(
    live.flatMap((wish) =>
      'key' in wish ? [emailKey(wish.email), ...(wish.userId ? [wish.userId] : [])] : [],
    ),
  )
  return leavers
    .map(leaves)
    .filter(
      (wish) =>
        !('key' in wish) || !(there.has(emailKey(wish.email)) || there.has(wish.userId ?? '')),
    )
}

function wishOf(user: ScimResource, teams: Teams, { permissionSets }: PortalReading): Wish {
  const { id, content, hubspotId } = user
  const email = emailOf(content) ?? user.hubspotEmail
  if (email === null)
    return {
      id,
      email: null,
      reason: 'There is no e-mail address, and without one there is no HubSpot user.',
    }
  const whose = { source: SOURCE, key: id, userId: hubspotId, email }
  if (!isActive(content)) return { ...whose, present: false }
  const role = says(user, 'roles') ? roleOf(content) : null
  const set = role === null ? null : permissionSetOf(role, permissionSets)
  if (set === undefined)
    return { id, email, reason: `HubSpot has no permission set “${role}”, by id or by exact name.` }
  const { first, last } = says(user, 'name') ? nameOf(content) : NAMELESS
  return {
    ...whose,
    present: true,
    ...(first !== null && { firstName: first }),
    ...(last !== null && { lastName: last }),
    ...(set !== null && { permissionSetId: set }),
    ...(says(user, 'entitlements') && 'entitlements' in content && { seats: seatsOf(content) }),
    ...teams,
  }
}

const NAMELESS = { first: null, last: null }

/** What was only read from the portal is no wish. */
const says = ({ unsaid }: ScimResource, attribute: (typeof ADOPTED_ATTRIBUTES)[number]): boolean =>
  !unsaid.includes(attribute)

/** By id, else by a name that only one has. */
function permissionSetOf(role: string, sets: PortalReading['permissionSets']): string | undefined {
  if (sets.has(role)) return role
  const [one, ...more] = [...sets.values()].filter(({ name }) => name === role)
  return more.length === 0 ? one?.id : undefined
}

/** Someone whom the provider deleted. */
const leaves = ({ id, content, hubspotId, hubspotEmail }: ScimResource): Wish => {
  const email = hubspotEmail ?? emailOf(content)
  return email === null
    ? { id, email, reason: 'There is no e-mail address to find the HubSpot user by.' }
    : { source: SOURCE, key: id, userId: hubspotId, email, present: false }
}

/** All the groups that are teams; the primary one as said, else as it is, else the first. */
function teamWish(
  user: ScimResource,
  groups: readonly ScimResource[],
  portal: PortalUser | undefined,
): Teams {
  const said = says(user, 'primaryTeam') ? primaryTeamOf(user.content) : null
  const teams = groups.flatMap(({ id, hubspotId }) => (hubspotId ? [{ id, hubspotId }] : []))
  const primary =
    teams.find(({ id }) => id === said) ??
    teams.find(({ hubspotId }) => hubspotId === portal?.primaryTeamId) ??
    teams[0]
  return {
    primaryTeamId: primary?.hubspotId ?? null,
    secondaryTeamIds: teams
      .filter((team) => team !== primary)
      .map(({ hubspotId }) => hubspotId)
      .toSorted(),
  }
}

const movesTeam = (
  { primaryTeamId, secondaryTeamIds = [] }: Teams,
  portal: PortalUser,
): boolean => {
  const wished = [...(primaryTeamId ? [primaryTeamId] : []), ...secondaryTeamIds]
  return wished.toSorted().join() !== teamsOf(portal).toSorted().join()
}

const onlyTeams = ({ id }: ScimResource, portal: PortalUser, teams: Teams): DesiredUser => ({
  source: SOURCE,
  key: id,
  userId: portal.userId,
  email: portal.email,
  present: true,
  ...teams,
})
