/**
 * Marks a connection whose credential HubSpot no longer accepts: calls stop, with the reason for
 * people, and nothing is deleted, so that a wrong alarm costs a check and no more.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Services } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { credentialInUse } from './credential-in-use.ts'
import { recordBySystem } from './record.ts'

export async function markNeedsReauth(
  services: Pick<Services, 'store' | 'world' | 'pictures'>,
  connectionId: string,
  reason: string,
  /** Which credential was refused; another one that serves meanwhile is not stopped. */
  refused?: number | null,
): Promise<void> {
  const { store, world, pictures } = services
  await store.transaction(async (tx) => {
    const before = await tx.connections.getForUpdate(connectionId)
    if (before?.state !== 'active') return
    if (refused !== undefined && (await credentialInUse(tx, connectionId)) !== refused) return
    const after: Connection = { ...before, state: 'needs_reauth', stateReason: reason }
    await tx.connections.update(after)
    await recordBySystem(tx, world, 'connection.needs_reauth', before, after)
    // The monitor looks at once, and lets calls flow again only by what it sees from here on.
    await tx.health.witness(connectionId, 'unauthorised', world.now())
    await raiseNotice(tx, services, {
      kind: 'connection.needs_reauth',
      facts: { connectionId: after.id },
      links: [`/connections/${after.id}`],
    })
  })
  // It is written; a picture that cannot be read now is read within the second.
  await pictures.refresh().catch(() => undefined)
}

export const needsReauth = (connection: Connection, why: string): HubwardError =>
  new HubwardError(
    'connection.needs_reauth',
    `The connection "${connection.name}" must be reconnected. ${why}`,
    { facts: { connectionId: connection.id } },
  )
