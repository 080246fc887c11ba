/** A connection as the audit and plans show it: plain JSON without any secret. */
import type { Connection } from '../../domain/connection/connection.ts'

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
