/**
 * After a lost answer: which of the records that were to be made does HubSpot have? By a unique
 * property where one was given, which is certain at once. Else by looking at what was made since,
 * and comparing every value that was sent; HubSpot's search lags "a few moments", so a record
 * that is not found soon after is in doubt, not absent.
 */
import { dateProperties } from '../../domain/mcp/default-properties.ts'
import type { Definitions } from '../../domain/mcp/definitions.ts'
import { listAt, numberAt } from '../../domain/mcp/read-json.ts'
import { readRecord, urlOf, type ToolRecord } from '../../domain/mcp/records.ts'
import { SEARCH_LIMITS } from '../../domain/hubspot/limits.ts'
import { searchBody } from '../../domain/mcp/search-body.ts'
import { likelyFrom } from '../../domain/mcp/write-diff.ts'
import type { PlannedRecord, WritePlan } from '../../domain/mcp/write-plan.ts'
import { ok, type Result } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import { misasked, type ToolContext, type ToolRefusal } from './tool-context.ts'
import { byUnique, findByUnique } from './write-check.ts'
import type { WriteRow } from './write-outcome.ts'

export interface Doubt {
  /** HubSpot may have made the records from here on. */
  readonly firstAt: Date
  /** … and until here. */
  readonly doubtAt: Date
}

export interface Recovered {
  /** Records that are there. */
  readonly found: readonly WriteRow[]
  /** Certainly not there: may be made. */
  readonly absent: readonly PlannedRecord[]
  /** Milliseconds until the search can be trusted about the rest; `null`: there is no rest. */
  readonly waitMs: number | null
}

/** HubSpot promises no figure for its search index; observed lags are far below. */
const SEARCH_SETTLES_MS = 30_000
/** HubSpot's clock and ours may differ by so much; by more, and a record could be made twice. */
const CLOCK_SKEW_MS = 5 * 60_000
/** Pages of records made since that are looked through. */
const PAGES = 5

export async function recoverWrite(
  ctx: ToolContext,
  plan: WritePlan,
  records: readonly PlannedRecord[],
  definitions: Definitions,
  { firstAt, doubtAt }: Doubt,
): Promise<Result<Recovered, ToolRefusal>> {
  const found: WriteRow[] = []
  const absent: PlannedRecord[] = []
  let waitMs: number | null = null
  for (const [property, group] of byUnique(definitions, records)) {
    if (property !== undefined) {
      const known = await findByUnique(ctx, plan.objectType, property, group)
      if (!known.ok) return known
      for (const record of group) {
        const one = known.value.get(record.index)
        if (one) found.push(rowOf(record, one.id, one.url))
        else absent.push(record)
      }
      continue
    }
    const recent = await madeSince(ctx, plan, group, new Date(firstAt.getTime() - CLOCK_SKEW_MS))
    if (!recent.ok) return recent
    const matched = matchRecords(group, recent.value)
    for (const [record, one] of matched.pairs)
      found.push(
        rowOf(
          record,
          one.id,
          urlOf({ connection: ctx.connection, objectType: plan.objectType }, one.id),
        ),
      )
    const settledAt = doubtAt.getTime() + SEARCH_SETTLES_MS
    const left = settledAt - ctx.services.world.now().getTime()
    if (left > 0 && matched.rest.length > 0) waitMs = left
    else absent.push(...matched.rest)
  }
  return ok({ found, absent, waitMs })
}

const rowOf = ({ index }: PlannedRecord, id: string, url: string | null): WriteRow => ({
  index,
  status: 'created',
  id,
  url,
  message: 'Found in HubSpot after its answer had been lost; not made again.',
})

/** Each stored record answers for one sent record only. */
function matchRecords(
  records: readonly PlannedRecord[],
  stored: readonly ToolRecord[],
): { pairs: readonly (readonly [PlannedRecord, ToolRecord])[]; rest: readonly PlannedRecord[] } {
  const free = [...stored]
  const pairs: (readonly [PlannedRecord, ToolRecord])[] = []
  const rest: PlannedRecord[] = []
  for (const record of records) {
    const at = free.findIndex((one) => cameFrom(one, record))
    const [one] = at === -1 ? [] : free.splice(at, 1)
    if (one) pairs.push([record, one])
    else rest.push(record)
  }
  return { pairs, rest }
}

/** The time of an activity is ours where the caller gave none, so it does not count. */
const cameFrom = (stored: ToolRecord, { properties }: PlannedRecord): boolean =>
  Object.entries(properties).every(
    ([name, value]) =>
      name === 'hs_timestamp' || value === '' || likelyFrom(stored.properties[name] ?? '', value),
  )

async function madeSince(
  ctx: ToolContext,
  { objectType }: WritePlan,
  records: readonly PlannedRecord[],
  since: Date,
): Promise<Result<readonly ToolRecord[], ToolRefusal>> {
  const { created } = dateProperties(objectType)
  const properties = [...new Set(records.flatMap((record) => Object.keys(record.properties)))]
  const question = {
    filters: [{ property: created, operator: 'GTE' as const, value: since.getTime() }],
    sort: { property: created, direction: 'ascending' as const },
  }
  const made: ToolRecord[] = []
  for (let page = 0; page < PAGES; page++) {
    const limit = SEARCH_LIMITS.pageSize
    const body = searchBody(question, { properties, limit, offset: page * limit })
    if (!body.ok) return misasked(body.error)
    const answer = await askHubSpot(ctx, {
      method: 'POST',
      target: path('/crm/objects/2026-09', objectType, 'search'),
      body: body.value,
    })
    if (!answer.ok) return answer
    const kind = { connection: ctx.connection, objectType }
    const results = listAt(answer.value.body, 'results')
    made.push(...results.flatMap((json) => readRecord(kind, json, new Set()) ?? []))
    if ((numberAt(answer.value.body, 'total') ?? 0) <= made.length || results.length === 0)
      return ok(made)
  }
  return misasked(
    `More than ${PAGES * SEARCH_LIMITS.pageSize} ${objectType} were made since the lost answer, too many to tell whether yours are among them. Look with search_records; to make them in any case, call again with a new idempotency_key.`,
  )
}
