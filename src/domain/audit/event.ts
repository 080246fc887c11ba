/**
 * One audit record. Two types: a *call* through a door, and a *change* an admin made. The bytes
 * that are stored are the canonical JSON of this shape (RFC 8785), so that a signed log can later
 * hash exactly what was written. Bodies and secrets are never part of it.
 */
export interface CallEvent {
  readonly type: 'call'
  readonly version: 1
  readonly id: string
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
  /**
   * `system`: Hubward's own, for somebody who asked: to look up what a link means, or in a check,
   * which `authenticatedBy` names.
   */
  readonly door: 'rest' | 'mcp' | 'scim' | 'system'
  /** `null` where the caller could not be told. */
  readonly principalId: string | null
  readonly principalName: string | null
  /** The key (`key_…`), browser session (`ses_…`) or authorisation (`aut_…`) they came with; or the check (`chk_…`). */
  readonly authenticatedBy: string | null
  readonly groupId: string | null
  readonly groupName: string | null
  readonly connectionId: string | null
  readonly connectionName: string | null
  readonly portalId: number | null
  /** Our operation's name, `crm.objects.search`; `null` where the path is none that we know. */
  readonly operation: string | null
  readonly method: string
  /** Path at HubSpot, without the query. */
  readonly path: string
  /** The MCP tool, where one was called. */
  readonly tool: string | null
  readonly scopes: readonly string[]
  readonly decision: 'permitted' | 'refused'
  /** Code of the refusal or failure. */
  readonly reason: string | null
  /** Status that the caller got. */
  readonly status: number
  readonly upstreamStatus: number | null
  /** HubSpot's `X-HubSpot-Correlation-Id`. */
  readonly correlationId: string | null
  readonly attempts: number
  readonly durationMs: number
  /** Of `durationMs`, the time spent waiting for the budget. */
  readonly waitedMs: number
  readonly bytesIn: number
  readonly bytesOut: number
}

export interface ChangeEvent {
  readonly type: 'change'
  readonly version: 1
  readonly id: string
  readonly at: string
  /**
   * `system`: nobody asked; Hubward found it so, e.g. that HubSpot revoked a credential. `intake`: the
   * page of a one-time request, by whoever held its link. `scim`: an identity provider.
   */
  readonly door: 'admin' | 'cli' | 'intake' | 'scim' | 'system'
  readonly principalId: string | null
  readonly principalName: string | null
  /** The key (`key_…`), browser session (`ses_…`) or authorisation (`aut_…`) they came with. */
  readonly authenticatedBy: string | null
  /** `group.create`, `grant.remove`, `connection.suspend`. */
  readonly action: string
  readonly targetKind: string
  readonly targetId: string
  readonly targetName: string
  readonly connectionId: string | null
  /** The thing before and after, without secrets; `null` where it did not exist. */
  readonly before: unknown
  readonly after: unknown
}

export type AuditEvent = CallEvent | ChangeEvent
