/** A connection as its table row, read by SQL (dates) or through `to_json` (texts), and back. */
import type { Connection } from '../../domain/connection/connection.ts'

type When = Date | string

export interface ConnectionRow {
  id: string
  name: string
  title: string
  kind: Connection['kind']
  state: Connection['state']
  state_reason: string | null
  base_url: string
  portal_id: number
  portal_name: string | null
  account_type: Connection['accountType']
  hublet: string
  ui_domain: string
  time_zone: string
  hubspot_user_id: number | null
  hubspot_app_id: number | null
  hubspot_scopes: string[]
  custom_object_types: Connection['customObjectTypes']
  budget: Partial<Connection['budget']>
  created_at: When
  checked_at: When
}

export const connectionOf = (row: ConnectionRow): Connection => ({
  id: row.id,
  name: row.name,
  title: row.title,
  kind: row.kind,
  state: row.state,
  stateReason: row.state_reason,
  baseUrl: row.base_url,
  portalId: row.portal_id,
  portalName: row.portal_name,
  accountType: row.account_type,
  hublet: row.hublet,
  uiDomain: row.ui_domain,
  timeZone: row.time_zone,
  hubspotUserId: row.hubspot_user_id,
  hubspotAppId: row.hubspot_app_id,
  hubspotScopes: row.hubspot_scopes,
  customObjectTypes: row.custom_object_types,
  budget: { burst: null, search: null, associations: null, daily: null, ...row.budget },
  createdAt: new Date(row.created_at),
  checkedAt: new Date(row.checked_at),
})
