/** The portal's people and teams as its newest sealed reading has them: what can be adopted. */
import {
  emailKey,
  type PermissionSet,
  type PortalUser,
  type Team,
} from '../../domain/people/portal-user.ts'
import type { StoredReading } from '../people/ports.ts'
import type { Repositories } from '../ports.ts'

export interface PortalReading {
  readonly id: string
  /** In the order in which HubSpot made them. */
  readonly users: readonly PortalUser[]
  /** `null`: not read, so nothing is known of any. */
  readonly teams: readonly Team[] | null
  readonly permissionSets: ReadonlyMap<string, PermissionSet>
}

/** Of a sealed reading. */
export async function readingOf(
  { people }: Pick<Repositories, 'people'>,
  { id, connectionId, sealed }: StoredReading,
): Promise<PortalReading | undefined> {
  if (!sealed) return undefined
  const users = await people.population(connectionId, sealed.seal)
  const { teams, permissionSets } = sealed.catalogue
  return {
    id,
    users: users.toSorted((a, b) => Number(a.userId) - Number(b.userId)),
    teams: sealed.facets.teams === 'read' ? teams : null,
    permissionSets: new Map(permissionSets.map((one) => [one.id, one])),
  }
}

/** As resources are found by it: the people's own key. */
export const portalEmail = ({ email }: Pick<PortalUser, 'email'>): string => emailKey(email)
