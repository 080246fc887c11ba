/** Counts what leavers own, at HubSpot. */
import type { Connection } from '../../../domain/connection/connection.ts'
import type { PortalUser } from '../../../domain/people/portal-user.ts'
import type { Context } from '../../context.ts'
import { askHubSpot } from './ask-hubspot.ts'
import { countOwned, objectTypesOf, recordPlaces } from './owned-records.ts'

/** By user id; whoever cannot be counted is left out, which means: not known. */
export async function ownedBy(
  ctx: Context,
  connection: Connection,
  leavers: readonly PortalUser[],
): Promise<Record<string, number>> {
  if (leavers.length === 0) return {}
  const ask = askHubSpot(ctx, connection, { principalId: null, name: 'Hubward people', id: null })
  const places = await recordPlaces(ask, objectTypesOf(connection))
  const owned: Record<string, number> = {}
  for (const { userId, ownerId } of leavers) {
    const count = ownerId === null ? undefined : await countOwned(ask, places, ownerId)
    if (count !== undefined) owned[userId] = count
  }
  return owned
}
