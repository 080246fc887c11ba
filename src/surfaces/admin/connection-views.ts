/** Connections and what HubSpot said of them, in the contract's shapes. */
import type { ConnectionReport } from '../../application/connection/report.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { CREDENTIAL_KINDS } from '../../domain/credential/kind.ts'
import { coverage, type CoverageRow } from '../../domain/hubspot/hubspot-scopes.ts'
import type { ConnectionView, CoverageView, ReportView } from './contract/connections.ts'

export const connectionView = (connection: Connection): ConnectionView => ({
  id: connection.id,
  name: connection.name,
  title: connection.title,
  state: connection.state,
  stateReason: connection.stateReason,
  kind: connection.kind,
  kindTitle: CREDENTIAL_KINDS[connection.kind].title,
  baseUrl: connection.baseUrl,
  portalId: connection.portalId,
  portalName: connection.portalName,
  accountType: connection.accountType,
  hublet: connection.hublet,
  timeZone: connection.timeZone,
  hubspotUserId: connection.hubspotUserId,
  hubspotAppId: connection.hubspotAppId,
  hubspotScopes: [...connection.hubspotScopes],
  coverage: coverage(connection.hubspotScopes, connection.kind).map(coverageView),
  customObjectTypes: connection.customObjectTypes.map((type) => ({ ...type })),
  budget: { ...connection.budget },
  createdAt: connection.createdAt.toISOString(),
  checkedAt: connection.checkedAt.toISOString(),
})

export const reportView = (report: ConnectionReport): ReportView => ({
  ...report,
  hubspotScopes: [...report.hubspotScopes],
  coverage: report.coverage.map(coverageView),
  notices: [...report.notices],
})

const coverageView = (row: CoverageRow): CoverageView => ({
  ...row,
  needed: [...row.needed],
  missing: [...row.missing],
})
