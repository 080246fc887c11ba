/**
 * Takes the portal's people and teams in as resources, so that a provider that asks for somebody
 * finds them and links to them instead of making a second one. Adopting wishes nothing: what only
 * was read follows the portal, what a provider has written stays as it said.
 */
import type { PortalUser, Team } from '../../domain/people/portal-user.ts'
import type { Repositories } from '../ports.ts'
import { adoptKind, type Adopting, type ByHubSpotId, type Seen } from './adopt-kind.ts'
import { contentOfTeam, contentOfUser, teamsOf } from './adopted-content.ts'
import { memberChange } from './members.ts'
import { newestReading, portalEmail, type PortalReading } from './portal-reading.ts'
import type { ScimContext } from './scim-context.ts'
import { settleEffects } from './settle-effects.ts'
import { standingReading } from './standing-access.ts'

/** Part of sealing a reading: after it, providers find who is there. */
export async function adoptReading(
  tx: Repositories,
  by: Adopting,
  reading: PortalReading,
): Promise<void> {
  await tx.scim.lock(by.connection.id)
  const standing = await standingReading(tx, by.connection, reading)
  const groups = await adoptTeams(tx, by, reading)
  const seen = standing.users.map((one) => userSeen(one, reading, groups))
  const missing = new Set(reading.missing.map(({ userId }) => userId))
  const users = await adoptKind(tx, by, 'User', seen, missing)
  await adoptMembers(tx, standing, groups, users)
  await settleEffects(tx, by.connection.id, reading, by.world.now())
  await tx.scim.noteAdoption(by.connection.id, reading.id, by.world.now())
}

/**
 * Of what was sealed by a release that adopted at the first question, or by a replica that still runs
 * it. Costs two lookups where there is no such thing. Safe to be called by many at once.
 */
export async function adoptPortal(scim: ScimContext): Promise<void> {
  const { connection, store } = scim
  const isAdopted = async ({ people, scim: rows }: Repositories) => {
    const newest = await people.newestSealed(connection.id)
    return !newest || (await rows.adoptedSnapshot(connection.id)) === newest.id
  }
  if (await isAdopted(store.read)) return
  await store.aside(async (tx) => {
    await tx.people.lock(connection.id)
    // Another process may have been first.
    if (await isAdopted(tx)) return
    const reading = await newestReading(tx, connection)
    if (reading) await adoptReading(tx, scim, reading)
  })
}

/** Where teams could not be read, those that are known stay: nothing proves them gone. */
async function adoptTeams(
  tx: Repositories,
  by: Adopting,
  { teams }: PortalReading,
): Promise<ByHubSpotId> {
  if (teams) return adoptKind(tx, by, 'Group', teams.map(teamSeen), new Set())
  const known = await tx.scim.list(by.connection.id, 'Group')
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
    for (const team of teamsOf(user)) {
      const ids = inTeam.get(team)
      if (ids) ids.push(resource.id)
      else inTeam.set(team, [resource.id])
    }
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
