/** A million calls as an organisation would make them over a month: few people busy, most not. */
import type pg from 'pg'
import type { CallEvent } from '../../src/domain/audit/event.ts'
import { eventText } from '../../src/domain/audit/event-bytes.ts'

export const PEOPLE = 40
export const GROUPS = 8
export const CONNECTIONS = 4
const DAYS = 30
const BATCH = 5_000

const id = (prefix: string, number: number): string =>
  `${prefix}_${number.toString(32).padStart(20, '0')}`

export const personId = (number: number): string => id('mem', number)
export const groupId = (number: number): string => id('grp', number)
export const connectionId = (number: number): string => id('con', number)

const OPERATIONS = [
  ['crm.objects.search', 'POST', '/crm/objects/2026-09/contacts/search'],
  ['crm.objects.get', 'GET', '/crm/objects/2026-09/deals/'],
  ['crm.objects.list', 'GET', '/crm/objects/2026-09/companies'],
  ['crm.objects.update', 'PATCH', '/crm/objects/2026-09/contacts/'],
  ['crm.owners.list', 'GET', '/crm/owners/2026-09'],
] as const

/** The same sequence of numbers every time: two runs search the same log. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

export async function fill(pool: pg.Pool, count: number, now: Date): Promise<void> {
  const chance = chances(7)
  for (let from = 0; from < count; from += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) =>
      eventAt(from + index, count, now, chance),
    )
    const column = (of: (event: CallEvent) => string | null): (string | null)[] => events.map(of)
    await pool.query(
      `insert into audit_event (at, type, principal_id, connection_id, decision, operation, body)
       select at::timestamptz, 'call', principal, connection, decision, operation,
              convert_to(body, 'UTF8')
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
         as batch (at, principal, connection, decision, operation, body)`,
      [
        column((event) => event.at),
        column((event) => event.principalId),
        column((event) => event.connectionId),
        column((event) => event.decision),
        column((event) => event.operation),
        column(eventText),
      ],
    )
  }
  await pool.query('vacuum analyze audit_event')
}

function eventAt(number: number, count: number, now: Date, chance: () => number): CallEvent {
  const person = Math.floor(chance() ** 3 * PEOPLE)
  const [operation, method, path] =
    OPERATIONS[Math.floor(chance() * OPERATIONS.length)] ?? OPERATIONS[0]
  const isRefused = chance() < 0.01
  const isFailed = !isRefused && chance() < 0.02
  const isMcp = chance() < 0.6
  const group = person % GROUPS
  const connection = Math.floor(chance() ** 2 * CONNECTIONS)
  const status = isRefused ? 403 : isFailed ? (chance() < 0.1 ? 502 : 404) : 200
  return {
    type: 'call',
    version: 1,
    id: id('call', number),
    at: new Date(now.getTime() - (1 - number / count) * DAYS * 86_400_000).toISOString(),
    door: isMcp ? 'mcp' : 'rest',
    principalId: personId(person),
    principalName: `Person ${person}`,
    authenticatedBy: id('key', person),
    groupId: isRefused ? null : groupId(group),
    groupName: isRefused ? null : `group-${group}`,
    connectionId: connectionId(connection),
    connectionName: `portal-${connection}`,
    portalId: 1_000 + connection,
    operation,
    method,
    path: path.endsWith('/') ? path + Math.floor(chance() * 1e9) : path,
    tool: isMcp ? (number % 200_000 === 77 ? 'rare_tool' : 'search_records') : null,
    scopes: ['contacts:read'],
    decision: isRefused ? 'refused' : 'permitted',
    reason: isRefused ? 'access.scope_missing' : isFailed ? 'upstream.broken' : null,
    status,
    upstreamStatus: isRefused ? null : status,
    correlationId: isRefused ? null : `corr-${number.toString(36).padStart(8, '0')}`,
    attempts: isRefused ? 0 : 1,
    durationMs: Math.round(chance() * 300_000) / 1000,
    waitedMs: 0,
    bytesIn: 0,
    bytesOut: Math.floor(chance() * 20_000),
  }
}
