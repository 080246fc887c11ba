import type { Repositories } from '../ports.ts'

/**
 * Which credential serves calls, to be compared: another one after each rotation, replacement and way
 * back, and none after a revocation. What HubSpot said of one says nothing of the next.
 */
export const credentialInUse = async (
  from: Pick<Repositories, 'slots'>,
  connectionId: string,
): Promise<number | null> =>
  (await from.slots.get(connectionId, 'current'))?.storedAt.getTime() ?? null
