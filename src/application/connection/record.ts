/** A connection as the audit and plans show it: plain JSON without any secret. */
import type { ChangeEvent } from '../../domain/audit/event.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { newId } from '../context.ts'
import type { Repositories, World } from '../ports.ts'

export const connectionRecord = (connection: Connection) => ({
  name: connection.name,
  title: connection.title,
  kind: connection.kind,
  state: connection.state,
  stateReason: connection.stateReason,
  baseUrl: connection.baseUrl,
  portalId: connection.portalId,
  hubspotUserId: connection.hubspotUserId,
  hubspotAppId: connection.hubspotAppId,
  hubspotScopes: [...connection.hubspotScopes],
  budget: { ...connection.budget },
})

/** Records what Hubward did to a connection by itself, in the transaction that does it. */
export const recordBySystem = (
  tx: Repositories,
  world: World,
  action: string,
  before: Connection,
  after: Connection,
): Promise<void> =>
  appendBySystem(tx, world, action, after, {
    before: connectionRecord(before),
    after: connectionRecord(after),
  })

/** The same of something that is not the connection's row. */
export async function appendBySystem(
  tx: Repositories,
  world: World,
  action: string,
  { id, name }: Pick<Connection, 'id' | 'name'>,
  { before, after }: Pick<ChangeEvent, 'before' | 'after'>,
): Promise<void> {
  await tx.audit.append({
    type: 'change',
    version: 1,
    id: newId(world, 'change'),
    at: world.now().toISOString(),
    door: 'system',
    principalId: null,
    principalName: null,
    authenticatedBy: null,
    action,
    targetKind: 'connection',
    targetId: id,
    targetName: name,
    connectionId: id,
    before,
    after,
  })
}
