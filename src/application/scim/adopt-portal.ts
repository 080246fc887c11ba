/**
 * Takes the portal's people and teams in as resources, so that a provider that asks for somebody
 * finds them and links to them instead of making a second one. Adopting wishes nothing: what only
 * was read follows the portal, what a provider has written stays as it said.
 */
import type { PortalUser, Team } from '../../domain/people/portal-user.ts'
import type { Repositories } from '../ports.ts'
import { adoptKind, type ByHubSpotId, type Seen } from './adopt-kind.ts'
import { contentOfTeam, contentOfUser, teamsOf } from './adopted-content.ts'
import { memberChange } from './members.ts'
import { portalEmail, readingOf, type PortalReading } from './portal-reading.ts'
import type { ScimContext } from './scim-context.ts'

/** Costs two lookups where nothing was read since. Safe to be called by many at once. */
export async function adoptPortal(scim: ScimContext): Promise<void> {
  const { connection, store } = scim
  const newest = await store.read.people.newestSealed(connection.id)
  if (!newest || (await store.read.scim.adoptedSnapshot(connection.id)) === newest.id) return
  const reading = await readingOf(store.read, newest)
  if (!reading) return
  await store.aside(async (tx) => {
    await tx.scim.lock(connection.id)
    // Another process may have been first.
    if ((await tx.scim.adoptedSnapshot(connection.id)) === newest.id) return
    const groups = await adoptTeams(tx, scim, reading)
    const seen = reading.users.map((one) => userSeen(one, reading, groups))
    const users = await adoptKind(tx, scim, 'User', seen)
    await adoptMembers(tx, reading, groups, users)
    await tx.scim.noteAdoption(connection.id, newest.id, scim.world.now())
  })
}

/** Where teams could not be read, those that are known stay: nothing proves them gone. */
async function adoptTeams(
  tx: Repositories,
  scim: ScimContext,
  { teams }: PortalReading,
): Promise<ByHubSpotId> {
  if (teams) return adoptKind(tx, scim, 'Group', teams.map(teamSeen))
  const known = await tx.scim.list(scim.connection.id, 'Group')
  return new Map(known.flatMap((one) => (one.hubspotId ? [[one.hubspotId, one]] : [])))
}

const teamSeen = (team: Team): Seen => ({
  hubspotId: team.id,
  email: null,
  content: contentOfTeam(team),
})

const userSeen = (user: PortalUser, reading: PortalReading, groups: ByHubSpotId): Seen => ({
  hubspotId: user.userId,
  email: portalEmail(user),
  content: contentOfUser(user, reading, (teamId) => groups.get(teamId)),
})

/** Of groups that nobody has written: a provider's own members are its own matter. */
async function adoptMembers(
  tx: Repositories,
  reading: PortalReading,
  groups: ByHubSpotId,
  users: ByHubSpotId,
): Promise<void> {
  const inTeam = new Map<string, string[]>()
  for (const user of reading.users) {
    const resource = users.get(user.userId)
    if (!resource) continue
    for (const team of teamsOf(user)) inTeam.set(team, [...(inTeam.get(team) ?? []), resource.id])
  }
  if (!reading.teams) return
  const open = [...groups].filter(([, { managed }]) => !managed)
  const had = await tx.scim.membersOf(open.map(([, { id }]) => id))
  for (const [team, { id }] of open) {
    const before = (had.get(id) ?? []).map((member) => member.id)
    const { added, removed } = memberChange(before, inTeam.get(team) ?? [])
    if (added.length > 0) await tx.scim.addMembers(id, added)
    if (removed.length > 0) await tx.scim.removeMembers(id, removed)
  }
}
