/**
 * The canonical text of an audit event. A call's members are known and this runs for every call, so
 * they are named in canonical order and written by the engine in one go (a template of 60 pieces cost
 * half as much again, because they must be joined before they can be sent); a test holds it against
 * {@link canonicalJson} for all members, so the two cannot drift.
 */
import { canonicalJson } from './canonical.ts'
import type { AuditEvent, CallEvent } from './event.ts'

export function eventText(event: AuditEvent): string {
  return event.type === 'call' ? callText(event) : canonicalJson(event)
}

/** In canonical order: by name (RFC 8785 §3.2.3). */
const callText = (e: CallEvent): string =>
  JSON.stringify({
    at: e.at,
    attempts: e.attempts,
    authenticatedBy: e.authenticatedBy,
    bytesIn: e.bytesIn,
    bytesOut: e.bytesOut,
    connectionId: e.connectionId,
    connectionName: e.connectionName,
    correlationId: e.correlationId,
    decision: e.decision,
    door: e.door,
    durationMs: e.durationMs,
    groupId: e.groupId,
    groupName: e.groupName,
    id: e.id,
    method: e.method,
    operation: e.operation,
    path: e.path,
    portalId: e.portalId,
    principalId: e.principalId,
    principalName: e.principalName,
    reason: e.reason,
    scopes: e.scopes,
    status: e.status,
    tool: e.tool,
    type: e.type,
    upstreamStatus: e.upstreamStatus,
    version: e.version,
    waitedMs: e.waitedMs,
  } satisfies CallEvent)
