import { accessStateOf } from '../../domain/people/plan/access-state.ts'
import { restored } from '../../domain/people/request/elevate.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { Repositories } from '../ports.ts'
import type { PortalReading } from './portal-reading.ts'

/**
 * The reading without what people were given for a while: providers write back what they read, and
 * by that what was to end would become what the directory wishes.
 */
export async function standingReading(
  { requests }: Pick<Repositories, 'requests'>,
  { portalId }: Pick<Connection, 'portalId'>,
  reading: PortalReading,
): Promise<PortalReading> {
  const elevations = new Map(
    (await requests.elevatedIn(portalId)).flatMap(({ userId, elevation }) =>
      userId !== null && elevation ? [[userId, elevation] as const] : [],
    ),
  )
  if (elevations.size === 0) return reading
  const users = reading.users.map((user) => {
    const elevation = elevations.get(user.userId)
    return elevation ? { ...user, ...restored(accessStateOf(user), elevation) } : user
  })
  return { ...reading, users }
}
