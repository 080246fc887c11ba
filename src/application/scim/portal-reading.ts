/** The portal's people and teams as its newest sealed reading has them: what can be adopted. */
import type { Connection } from '../../domain/connection/connection.ts'
import type { KnownUser } from '../../domain/people/difference.ts'
import {
  emailKey,
  type PermissionSet,
  type PortalUser,
  type Team,
} from '../../domain/people/portal-user.ts'
import type { Snapshot } from '../../domain/people/snapshot.ts'
import { newestSnapshot } from '../people/newest-snapshot.ts'
import type { Repositories } from '../ports.ts'

export interface PortalReading {
  readonly id: string
  /** In the order in which HubSpot made them. */
  readonly users: readonly PortalUser[]
  /** Not in this reading, and nothing proves yet that they left. */
  readonly missing: readonly PortalUser[]
  /** `null`: not read, so nothing is known of any. */
  readonly teams: readonly Team[] | null
  readonly permissionSets: ReadonlyMap<string, PermissionSet>
}

/** @param known as it is with this snapshot */
export const readingOf = (
  { readingId, users, teams, facets, permissionSets }: Snapshot,
  known: ReadonlyMap<string, KnownUser>,
): PortalReading => ({
  id: readingId,
  users: users.toSorted((a, b) => Number(a.userId) - Number(b.userId)),
  missing: [...known.values()].flatMap(({ user, presence }) =>
    presence === 'missing' ? [user] : [],
  ),
  teams: facets.teams === 'read' ? teams : null,
  permissionSets: new Map(permissionSets.map((one) => [one.id, one])),
})

/** @returns `undefined` where none was ever sealed */
export async function newestReading(
  { people }: Pick<Repositories, 'people'>,
  connection: Pick<Connection, 'id' | 'portalId'>,
): Promise<PortalReading | undefined> {
  const snapshot = await newestSnapshot(people, connection)
  return snapshot && readingOf(snapshot, await people.known(connection.id))
}

/** As resources are found by it: the people's own key. */
export const portalEmail = ({ email }: Pick<PortalUser, 'email'>): string => emailKey(email)
