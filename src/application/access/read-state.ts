import type { OrganisationState } from '../../domain/access/state.ts'
import type { Repositories } from '../ports.ts'

/** Reads the organisation as a document can speak of it: the active, the live, the connected. */
export async function readState(from: Repositories, now: Date): Promise<OrganisationState> {
  const connections = (await from.connections.list()).filter(
    ({ state }) => state !== 'disconnected',
  )
  const connected = new Set(connections.map(({ id }) => id))
  return {
    organisation: await from.organisation.get(),
    principals: (await from.principals.list()).filter(({ state }) => state === 'active'),
    groups: await from.groups.list(),
    grants: (await from.grants.list()).filter(
      ({ connectionId, expiresAt }) =>
        connected.has(connectionId) && (!expiresAt || expiresAt > now),
    ),
    connections,
  }
}
