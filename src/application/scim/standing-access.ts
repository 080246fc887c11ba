import { accessStateOf } from '../../domain/people/plan/access-state.ts'
import { restored } from '../../domain/people/request/elevate.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { Repositories } from '../ports.ts'
import type { PortalReading } from './portal-reading.ts'

/**
 * The reading as it would be without what Hubward does to people for a while. What they were given shall
 * not become what the directory wishes, as providers write back what they read; and who is on the way
 * out keeps what was taken, or a return would find that nobody wishes it.
 */
export async function standingReading(
  { requests, provisioning }: Pick<Repositories, 'requests' | 'provisioning'>,
  { id, portalId }: Pick<Connection, 'id' | 'portalId'>,
  reading: PortalReading,
): Promise<PortalReading> {
  const leaving = await provisioning.leaving(id)
  const elevations = new Map(
    (await requests.elevatedIn(portalId)).flatMap(({ userId, elevation }) =>
      userId !== null && elevation ? [[userId, elevation] as const] : [],
    ),
  )
  if (elevations.size + leaving.size === 0) return reading
  const users = reading.users.map((user) => {
    const elevation = elevations.get(user.userId)
    const left = leaving.get(user.userId)
    // Whoever leaves was given back first what they had for a while.
    if (left) return { ...user, ...left.prior }
    return elevation ? { ...user, ...restored(accessStateOf(user), elevation) } : user
  })
  return { ...reading, users }
}
