/**
 * What identity providers wish of a portal, in the words of whoever plans. A wish that is not clear is
 * told to the provider and handed to nobody: a permission set that there is not is not left out, it
 * holds up the person.
 */
import type { DesiredUser, DesireSource } from '../../domain/people/desired-user.ts'
import type { PortalUser } from '../../domain/people/portal-user.ts'
import { isObject } from '../../domain/scim/json.ts'
import { emailOf, isActive, nameOf, roleOf, seatsOf } from '../../domain/scim/person.ts'
import { PORTAL_USER } from '../../domain/scim/schemas/urns.ts'
import type { Repositories } from '../ports.ts'
import { teamsOf } from './adopted-content.ts'
import type { ScimResource } from './ports.ts'
import { readingOf, type PortalReading } from './portal-reading.ts'

export interface ScimWishes {
  /** Of people; each one's key is its resource's id. */
  readonly desired: readonly DesiredUser[]
  /** Resources whose wish cannot be carried out as it stands, and why, for the provider to read. */
  readonly unclear: readonly { readonly id: string; readonly reason: string }[]
}

const SOURCE: DesireSource = 'scim'
const NOTHING: ScimWishes = { desired: [], unclear: [] }

/** Nothing is wished before a reading was sealed: what a name means is not known until then. */
export async function scimWishes(from: Repositories, connectionId: string): Promise<ScimWishes> {
  const newest = await from.people.newestSealed(connectionId)
  const reading = newest && (await readingOf(from, newest))
  if (!reading) return NOTHING
  const [users, groups, leavers] = await Promise.all([
    from.scim.list(connectionId, 'User'),
    from.scim.list(connectionId, 'Group'),
    from.scim.listLeavers(connectionId, 'User'),
  ])
  const byId = new Map(groups.map((one) => [one.id, one]))
  const memberships = await from.scim.groupsOf(users.map(({ id }) => id))
  const teamsWished = groups.some(({ managed }) => managed)
  const inPortal = new Map(reading.users.map((user) => [user.userId, user]))
  const wishes = users.flatMap((user): Wish[] => {
    const theirs = (memberships.get(user.id) ?? []).flatMap(({ id }) => byId.get(id) ?? [])
    const portal = inPortal.get(user.hubspotId ?? '')
    const teams = teamsWished ? teamWish(user, theirs, portal) : {}
    if (user.managed) return [wishOf(user, teams, reading)]
    // Nobody wrote the person, but somebody may have put them into a team, or taken them out.
    return teamsWished && portal && movesTeam(teams, portal) ? [onlyTeams(user, portal, teams)] : []
  })
  const unlinked = groups.filter(({ managed, hubspotId }) => managed && hubspotId === null)
  return {
    desired: [...wishes, ...leavers.map(leaving)].flatMap((wish) => ('key' in wish ? [wish] : [])),
    unclear: [
      ...[...wishes, ...leavers.map(leaving)].flatMap((wish) => ('key' in wish ? [] : [wish])),
      ...unlinked.map(({ id }) => ({ id, reason: NO_TEAM })),
    ],
  }
}

type Wish = DesiredUser | ScimWishes['unclear'][number]
type Teams = Pick<DesiredUser, 'primaryTeamId' | 'secondaryTeamIds'>

const NO_TEAM =
  'HubSpot has no team of this name, and its API makes none. Make it in HubSpot; after the next reading it is this one.'

function wishOf(user: ScimResource, teams: Teams, { permissionSets }: PortalReading): Wish {
  const { id, content, hubspotId } = user
  const email = emailOf(content) ?? user.hubspotEmail
  if (email === null)
    return { id, reason: 'There is no e-mail address, and without one there is no HubSpot user.' }
  const whose = { source: SOURCE, key: id, userId: hubspotId, email }
  if (!isActive(content)) return { ...whose, present: false }
  const role = roleOf(content)
  const set = role === null ? null : permissionSetOf(role, permissionSets)
  if (set === undefined)
    return { id, reason: `HubSpot has no permission set “${role}”, by id or by exact name.` }
  const { first, last } = nameOf(content)
  return {
    ...whose,
    present: true,
    ...(first !== null && { firstName: first }),
    ...(last !== null && { lastName: last }),
    ...(set !== null && { permissionSetId: set }),
    ...('entitlements' in content && { seats: seatsOf(content) }),
    ...teams,
  }
}

/** By id, else by a name that only one has. */
function permissionSetOf(role: string, sets: PortalReading['permissionSets']): string | undefined {
  if (sets.has(role)) return role
  const [one, ...more] = [...sets.values()].filter(({ name }) => name === role)
  return more.length === 0 ? one?.id : undefined
}

/** Someone whom the provider deleted. */
const leaving = ({ id, content, hubspotId, hubspotEmail }: ScimResource): Wish => {
  const email = hubspotEmail ?? emailOf(content)
  return email === null
    ? { id, reason: 'There is no e-mail address to find the HubSpot user by.' }
    : { source: SOURCE, key: id, userId: hubspotId, email, present: false }
}

/** All the groups that are teams; the primary one as said, else as it is, else the first. */
function teamWish(
  { content }: ScimResource,
  groups: readonly ScimResource[],
  portal: PortalUser | undefined,
): Teams {
  const own = content[PORTAL_USER]
  const said = isObject(own) && isObject(own['primaryTeam']) ? own['primaryTeam']['value'] : null
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
