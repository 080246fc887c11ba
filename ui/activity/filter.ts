/**
 * What is looked for, in three spellings: the page's address, the API's query, and chips for
 * people. The address is the one that counts; the others are computed from it.
 */
import type { Query } from '../api/endpoints.ts'
import { rangeWords, resolveMoment } from './range.ts'

export const FILTER_NAMES = [
  'kind',
  'decision',
  'status',
  'door',
  'person',
  'group',
  'connection',
  'operation',
  'tool',
  'q',
  'from',
  'to',
] as const
export type FilterName = (typeof FILTER_NAMES)[number]
export type Filter = { readonly [N in FilterName]?: string }

export type AuditQuery = Omit<Query<'GET /api/v1/audit'>, 'limit' | 'before' | 'after'>

/** The API's name of each. */
const QUERY_NAMES = {
  kind: 'type',
  decision: 'decision',
  status: 'status',
  door: 'door',
  person: 'principal',
  group: 'group',
  connection: 'connection',
  operation: 'operation',
  tool: 'tool',
  q: 'text',
  from: 'from',
  to: 'to',
} as const satisfies Record<FilterName, keyof AuditQuery>

export interface Choice {
  readonly value: string
  readonly label: string
}

/** Parameters of which there are few values. */
export const CHOICES = {
  kind: [
    { value: 'call', label: 'Calls' },
    { value: 'change', label: 'Changes' },
  ],
  decision: [
    { value: 'permitted', label: 'Let through' },
    { value: 'refused', label: 'Refused' },
  ],
  status: [
    { value: '2xx', label: '2xx Success' },
    { value: '3xx', label: '3xx Redirect' },
    { value: '4xx', label: '4xx Client error' },
    { value: '5xx', label: '5xx Server error' },
  ],
  door: [
    { value: 'mcp', label: 'MCP' },
    { value: 'rest', label: 'REST' },
    { value: 'admin', label: 'Web app' },
    { value: 'cli', label: 'Command line' },
    { value: 'intake', label: 'One-time request' },
    { value: 'scim', label: 'SCIM' },
    { value: 'system', label: 'Hubward by itself' },
  ],
} as const satisfies Partial<Record<FilterName, readonly Choice[]>>

export const FILTER_LABELS: Record<FilterName, string> = {
  kind: 'Type',
  decision: 'Decision',
  status: 'Status',
  door: 'Door',
  person: 'Who',
  group: 'Group',
  connection: 'Connection',
  operation: 'Operation',
  tool: 'Tool',
  q: 'Text',
  from: 'Time',
  to: 'Time',
}

const isChoice = (name: string): name is keyof typeof CHOICES => name in CHOICES

/** Only what filters; values that a choice does not know are left out. */
export const filterOf = (search: Readonly<Record<string, unknown>>): Filter =>
  Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = search[name]
      if (typeof value !== 'string' || value === '') return []
      if (isChoice(name) && !CHOICES[name].some((one) => one.value === value)) return []
      return [[name, value]]
    }),
  )

/** `-24h` becomes a moment; a text of one character finds too much to be looked for. */
export function queryOf(filter: Filter, now: Date): AuditQuery {
  const entries = Object.entries(filter).flatMap(([name, value]) => {
    if (name === 'q' && value.trim().length < 2) return []
    const sent = name === 'from' || name === 'to' ? resolveMoment(value, now) : value
    return sent === undefined ? [] : [[QUERY_NAMES[name as FilterName], sent]]
  })
  return Object.fromEntries(entries) as AuditQuery
}

/** The same with moments as they were written: "the last day" stays the last day. */
export const savedOf = (filter: Filter): AuditQuery =>
  Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [QUERY_NAMES[name as FilterName], value]),
  )

export const ofSaved = (saved: AuditQuery): Filter =>
  filterOf(
    Object.fromEntries(
      FILTER_NAMES.flatMap((name) => {
        const value = saved[QUERY_NAMES[name]]
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  )

export const sameFilter = (a: Filter, b: Filter): boolean =>
  FILTER_NAMES.every((name) => a[name] === b[name])

/** The parameters by which calls are counted beforehand; the chart obeys no others. */
export function chartQuery(query: AuditQuery): Query<'GET /api/v1/audit/timeline'> {
  const { from, to, principal, connection, group, door } = query
  return {
    from,
    to,
    principal,
    connection,
    group,
    door: door === 'rest' || door === 'mcp' ? door : undefined,
  }
}

const CHARTED: ReadonlySet<string> = new Set<FilterName>([
  'from',
  'to',
  'person',
  'connection',
  'group',
])
export const beyondChart = (filter: Filter): boolean =>
  Object.entries(filter).some(
    ([name, value]) => !CHARTED.has(name) && !(name === 'door' && ['rest', 'mcp'].includes(value)),
  )

export interface Chip {
  /** What is taken away with it. */
  readonly names: readonly FilterName[]
  readonly label: string
  readonly value: string
}

/** @param nameOf what an id in the filter is called */
export function chipsOf(
  filter: Filter,
  nameOf: (name: FilterName, value: string) => string,
): Chip[] {
  const chips = FILTER_NAMES.flatMap((name): Chip[] => {
    const value = filter[name]
    if (value === undefined || name === 'from' || name === 'to' || name === 'q') return []
    const choice = isChoice(name) ? CHOICES[name].find((one) => one.value === value) : undefined
    return [
      { names: [name], label: FILTER_LABELS[name], value: choice?.label ?? nameOf(name, value) },
    ]
  })
  const range = rangeWords(filter)
  return range === undefined
    ? chips
    : [...chips, { names: ['from', 'to'], label: 'Time', value: range }]
}
