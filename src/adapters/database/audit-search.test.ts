/**
 * A search finds what a plain look at every event would find, whatever the filter, the page and the
 * time it is given; and followed page by page it shows each event once.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { aCall } from '../../../tests/support/events.ts'
import type { AuditFilter, RecordedEvent, SearchResult } from '../../application/audit/ports.ts'
import type { AuditEvent, CallEvent } from '../../domain/audit/event.ts'
import { countCalls } from './activity/count-calls.ts'
import { auditRepository } from './audit.ts'
import { searchAudit } from './audit-search.ts'

let database: TestDatabase
let all: readonly RecordedEvent[]
const EVENTS = 600

beforeAll(async () => {
  database = await testDatabase()
  const audit = auditRepository(database.db)
  for (let number = 0; number < EVENTS; number++) {
    await audit.append(anEvent(number))
    // So that some hours are counted and some events are not yet.
    if (number === EVENTS - 50) await countCalls(database.pool)
  }
  all = (await audit.list({}, { limit: EVENTS })).toReversed()
})
afterAll(() => database.drop())

const HOUR = 3_600_000
const START = Date.UTC(2026, 10, 20)

/** A call ends in another order than it began. */
const momentOf = (number: number): Date =>
  new Date(START + number * 60_000 + (number % 7 === 0 ? -HOUR : 0))

function anEvent(number: number): AuditEvent {
  const at = momentOf(number).toISOString()
  if (number % 11 === 5)
    return {
      type: 'change',
      version: 1,
      id: `chg_${number}`,
      at,
      door: number % 2 ? 'admin' : 'cli',
      principalId: 'mem_ann',
      principalName: 'Ann',
      authenticatedBy: null,
      action: number % 3 ? 'grant.set' : 'group.update',
      targetKind: 'grant',
      targetId: `gnt_${number}`,
      targetName: 'Sales on "main"',
      connectionId: 'con_a',
      before: null,
      after: { groupId: 'grp_a', tool: 'search_records', status: 500 },
    }
  return aCall({
    id: `call_${number}`,
    at,
    door: number % 2 ? 'rest' : 'mcp',
    tool: number % 2 ? null : number % 5 ? 'search_records' : 'get_records',
    principalId: ['mem_ann', 'mem_ben', null][number % 3] ?? null,
    principalName: 'Ann "the Admin" Ö',
    connectionId: ['con_a', 'con_b'][number % 2] ?? null,
    groupId: ['grp_a', 'grp_b', null][number % 3] ?? null,
    decision: number % 4 ? 'permitted' : 'refused',
    status: [200, 201, 302, 404, 503][number % 5] ?? 200,
    operation: ['crm.objects.search', 'crm.objects.get', 'crm.owners.list'][number % 3] ?? null,
    path: number % 13 ? `/crm/v3/objects/${number}` : '/weird/","door":"mcp","status":5\\"',
    correlationId: `corr-${number}`,
  })
}

const anyFilter: fc.Arbitrary<AuditFilter> = fc
  .record(
    {
      type: fc.constantFrom('call' as const, 'change' as const),
      principalId: fc.constantFrom('mem_ann', 'mem_nobody'),
      connectionId: fc.constantFrom('con_a', 'con_b'),
      groupId: fc.constantFrom('grp_a', 'grp_none'),
      decision: fc.constantFrom('permitted' as const, 'refused' as const),
      door: fc.constantFrom('rest' as const, 'mcp' as const, 'admin' as const),
      statusClass: fc.constantFrom(2 as const, 4 as const, 5 as const),
      tool: fc.constantFrom('search_records', 'no_tool'),
      operation: fc.constantFrom('crm.objects.get', 'grant.set'),
      operationPrefix: fc.constantFrom('crm.', 'grant', 'crm.objects.s'),
      text: fc.constantFrom(
        'corr-1',
        'CALL_3',
        'the admin" Ö',
        'Sales on "',
        'decision',
        '\\"',
        'x%_',
      ),
      from: fc
        .integer({ min: -90, max: EVENTS + 90 })
        .map((minute) => new Date(START + minute * 60_000)),
      to: fc
        .integer({ min: -90, max: EVENTS + 90 })
        .map((minute) => new Date(START + minute * 60_000)),
    },
    { requiredKeys: [] },
  )
  .map((filter) =>
    Object.fromEntries(
      // Three at most, or nothing would ever be found.
      Object.entries(filter).slice(0, 3),
    ),
  )

/** The filter as its words say it, on the event itself. */
function fits(filter: AuditFilter, event: AuditEvent): boolean {
  const call: Partial<CallEvent> = event.type === 'call' ? event : {}
  const name = event.type === 'call' ? event.operation : event.action
  const { operationPrefix: prefix, statusClass } = filter
  return (
    (filter.type === undefined || event.type === filter.type) &&
    (filter.principalId === undefined || event.principalId === filter.principalId) &&
    (filter.connectionId === undefined || event.connectionId === filter.connectionId) &&
    (filter.groupId === undefined || call.groupId === filter.groupId) &&
    (filter.decision === undefined || call.decision === filter.decision) &&
    (filter.door === undefined || event.door === filter.door) &&
    (statusClass === undefined || Math.floor((call.status ?? 0) / 100) === statusClass) &&
    (filter.tool === undefined || call.tool === filter.tool) &&
    (filter.operation === undefined || name === filter.operation) &&
    (prefix === undefined || (name ?? '').startsWith(prefix)) &&
    (filter.text === undefined ||
      valuesOf(event).some((one) => mentions(one, filter.text ?? ''))) &&
    (filter.from === undefined || new Date(event.at) >= filter.from) &&
    (filter.to === undefined || new Date(event.at) < filter.to)
  )
}

const mentions = (value: string, text: string): boolean =>
  asciiLower(value).includes(asciiLower(text))

const asciiLower = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

const valuesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(valuesOf)
    : [typeof value === 'string' ? value : JSON.stringify(value)]

const sequences = (events: readonly RecordedEvent[]): number[] =>
  events.map(({ sequence }) => sequence)

describe('a search', () => {
  test('down, with time enough, gives the newest that fit', async () => {
    const audit = auditRepository(database.db)
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        fc.integer({ min: 1, max: 40 }),
        fc.option(fc.integer({ min: 1, max: EVENTS + 5 }), { nil: undefined }),
        async (filter, limit, before) => {
          const page = { limit, budgetMs: 60_000, ...(before !== undefined && { before }) }
          const found = await audit.search(filter, page)
          const truth = all
            .filter(({ sequence }) => before === undefined || sequence < before)
            .filter(({ event }) => fits(filter, event))
            .toReversed()
          expect(sequences(found.events)).toEqual(sequences(truth.slice(0, limit)))
          if (found.searchedTo === null) expect(truth.length).toBeLessThanOrEqual(limit)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('without any time, followed page by page to either end, shows each event once', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        fc.integer({ min: 1, max: 90 }),
        fc.boolean(),
        async (filter, limit, up) => {
          const truth = sequences(all.filter(({ event }) => fits(filter, event)))
          const seen: number[] = []
          for (let at: number | null = up ? 0 : EVENTS + 1; at !== null;) {
            const page = { limit, budgetMs: 0, ...(up ? { after: at } : { before: at }) }
            const { events, searchedTo }: SearchResult = await searchAudit(
              database.db,
              filter,
              page,
              16,
            )
            const found = sequences(events)
            seen.push(...(up ? found.toReversed() : found))
            if (searchedTo !== null) expect(up ? searchedTo > at : searchedTo < at).toBe(true)
            at = searchedTo
          }
          expect(up ? seen : seen.toReversed()).toEqual(truth)
        },
      ),
      { numRuns: 100 },
    )
  })

  test('is over an empty log as well', async () => {
    const empty = await testDatabase()
    const page = { limit: 10, budgetMs: 100 }
    const { events, searchedTo } = await auditRepository(empty.db).search({}, page)
    expect([events, searchedTo]).toEqual([[], null])
    await empty.drop()
  })
})
