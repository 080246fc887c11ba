/**
 * Filters of the audit as conditions on its rows. What has no column is found in the event's own
 * bytes: those are canonical JSON, in which a member is written in exactly one way, and a quote
 * inside a value always has a backslash before it, so no value can pass for a member.
 */
import { sql, type RawBuilder } from 'kysely'
import type { AuditFilter } from '../../application/audit/ports.ts'
import type { CallEvent } from '../../domain/audit/event.ts'

export type Condition = RawBuilder<boolean>

/** All must hold. The cheap ones first; PostgreSQL keeps the order among conditions of one cost. */
export function conditionsOf(filter: AuditFilter): readonly Condition[] {
  const { principalId, connectionId, groupId, tool, statusClass } = filter
  const onlyCalls = groupId !== undefined || tool !== undefined || statusClass !== undefined
  const all: (Condition | false | undefined)[] = [
    // Literals, or the partial indexes could not serve.
    filter.type === 'change' && sql<boolean>`type = 'change'`,
    (filter.type === 'call' || onlyCalls) && sql<boolean>`type = 'call'`,
    filter.decision === 'refused' && sql<boolean>`decision = 'refused'`,
    filter.decision === 'permitted' && sql<boolean>`decision = 'permitted'`,
    principalId !== undefined && sql<boolean>`principal_id = ${principalId}`,
    connectionId !== undefined && sql<boolean>`connection_id = ${connectionId}`,
    filter.operation !== undefined && sql<boolean>`operation = ${filter.operation}`,
    filter.operationPrefix !== undefined &&
      sql<boolean>`starts_with(operation, ${filter.operationPrefix})`,
    filter.from && sql<boolean>`at >= ${filter.from}`,
    filter.to && sql<boolean>`at < ${filter.to}`,
    filter.door !== undefined && holds(`"door":${JSON.stringify(filter.door)}`),
    groupId !== undefined && holds(`"groupId":${JSON.stringify(groupId)}`),
    tool !== undefined && holds(`"tool":${JSON.stringify(tool)}`),
    // Three digits always, so the first is the class.
    statusClass !== undefined && holds(`"status":${statusClass}`),
    filter.text !== undefined && mentions(filter.text),
  ]
  return all.filter((one) => typeof one === 'object')
}

/** Whether finding the rows needs a look into their bodies, which costs a microsecond each. */
export const looksInside = ({ door, groupId, tool, statusClass, text }: AuditFilter): boolean =>
  [door, groupId, tool, statusClass, text].some((one) => one !== undefined)

const holds = (member: string): Condition =>
  sql<boolean>`position(${Buffer.from(member)} in body) > 0`

/**
 * Anywhere in the text, which is quick; and where that may have been the name of a member or what
 * stands between two, in the text without those, which is slow. Case is that of A–Z: collation "C"
 * is the only one whose `lower` is both quick and the same on every server.
 */
function mentions(text: string): Condition {
  const needle = asciiLower(JSON.stringify(text).slice(1, -1))
  const whole = sql`lower(convert_from(body, 'UTF8') collate "C")`
  const inValues = sql`strpos(regexp_replace(${whole}, '"[a-z]+":', ' ', 'g'), ${needle}) > 0`
  const sure = mayBeMember(needle) ? sql`false` : sql`type = 'call'`
  return sql<boolean>`case when strpos(${whole}, ${needle}) > 0 then ${sure} or ${inValues}
    else false end`
}

const asciiLower = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Of calls; what changes hold before and after has names of its own. */
const MEMBERS: Readonly<Record<keyof CallEvent, true>> = {
  type: true,
  version: true,
  id: true,
  at: true,
  door: true,
  principalId: true,
  principalName: true,
  authenticatedBy: true,
  groupId: true,
  groupName: true,
  connectionId: true,
  connectionName: true,
  portalId: true,
  operation: true,
  method: true,
  path: true,
  tool: true,
  scopes: true,
  decision: true,
  reason: true,
  status: true,
  upstreamStatus: true,
  correlationId: true,
  attempts: true,
  durationMs: true,
  waitedMs: true,
  bytesIn: true,
  bytesOut: true,
}
const NAMES = Object.keys(MEMBERS).map(asciiLower)

/** A quote in the text is written with a backslash, so it cannot reach over a member's edge. */
const mayBeMember = (needle: string): boolean =>
  /^[:,[\]{}]|[:,[\]{}]$/.test(needle) || NAMES.some((name) => name.includes(needle))

/** Whether that may be slow, so that few rows are looked at in one go. */
export const isSlow = ({ text }: AuditFilter): boolean => text !== undefined
