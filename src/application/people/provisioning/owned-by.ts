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
  const owners = new Map(
    leavers.flatMap(({ userId, ownerId }) => (ownerId === null ? [] : [[ownerId, userId]])),
  )
  const counts = await countOwned(ask, places, [...owners.keys()])
  return Object.fromEntries(
    [...counts].flatMap(([ownerId, count]) => {
      const userId = owners.get(ownerId)
      return userId === undefined ? [] : [[userId, count]]
    }),
  )
}
