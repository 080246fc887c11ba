/**
 * The canonical text of an audit event. Calls are written by a fixed template, because a call's
 * members are known and this runs for every call; a test holds the template against
 * {@link canonicalJson} for all members, so the two cannot drift.
 */
import { canonicalJson } from './canonical.ts'
import type { AuditEvent, CallEvent } from './event.ts'

export function eventText(event: AuditEvent): string {
  return event.type === 'call' ? callText(event) : canonicalJson(event)
}

/** Of our own making (ids, times, names of operations): letters, digits and `-_.:`, nothing to escape. */
const own = (value: string | null): string => (value === null ? 'null' : `"${value}"`)
const text = (value: string | null): string =>
  value === null ? 'null' : isPlain(value) ? `"${value}"` : JSON.stringify(value)

/** Short printable ASCII with nothing to escape: looking is cheaper than a call of the serialiser. */
function isPlain(value: string): boolean {
  if (value.length > 64) return false
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false
  }
  return true
}

/** Most calls need one scope. */
const list = (texts: readonly string[]): string =>
  texts.length === 1 ? text(texts[0] as string) : texts.map(text).join(',')

const callText = (e: CallEvent): string =>
  `{"at":"${e.at}","attempts":${e.attempts},"authenticatedBy":${own(e.authenticatedBy)},"bytesIn":${e.bytesIn},"bytesOut":${e.bytesOut},` +
  `"connectionId":${own(e.connectionId)},"connectionName":${text(e.connectionName)},` +
  `"correlationId":${text(e.correlationId)},"decision":"${e.decision}","door":"${e.door}",` +
  `"durationMs":${e.durationMs},"groupId":${own(e.groupId)},"groupName":${text(e.groupName)},` +
  `"id":"${e.id}","method":${text(e.method)},` +
  `"operation":${own(e.operation)},"path":${text(e.path)},"portalId":${e.portalId},` +
  `"principalId":${own(e.principalId)},"principalName":${text(e.principalName)},` +
  `"reason":${own(e.reason)},"scopes":[${list(e.scopes)}],"status":${e.status},` +
  `"tool":${text(e.tool)},"type":"call","upstreamStatus":${e.upstreamStatus},"version":1,` +
  `"waitedMs":${e.waitedMs}}`
