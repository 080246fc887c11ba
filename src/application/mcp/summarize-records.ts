/**
 * Counts records and adds up their numbers, without showing them. The count is HubSpot's own and
 * exact. Sums and groups come from reading pages, up to a bound; past it the answer says that it
 * is partial, and how far it got.
 */
import { fit } from '../../domain/mcp/fit.ts'
import { listAt, numberAt } from '../../domain/mcp/read-json.ts'
import { readRecord } from '../../domain/mcp/records.ts'
import { narrowed, searchBody, type SearchQuestion } from '../../domain/mcp/search-body.ts'
import { Tally, type TallyRow } from '../../domain/mcp/tally.ts'
import { SEARCH_LIMITS } from '../../domain/hubspot/limits.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import { explainSearch } from './explain-search.ts'
import {
  ABOUT_CONTENT,
  misasked,
  type ToolContext,
  type ToolOutcome,
  type ToolRefusal,
} from './tool-context.ts'

export interface SummarizeRecords extends Omit<SearchQuestion, 'sort'> {
  readonly object_type: string
  readonly sum_of?: readonly string[] | undefined
  readonly group_by?: string | undefined
  /** Records that are read for sums and groups. */
  readonly read_at_most: number
}

/** Groups whose exact count is asked for when not everything could be read. */
const COUNTED_GROUPS = 10

export async function summarizeRecords(
  ctx: ToolContext,
  input: SummarizeRecords,
): Promise<ToolOutcome> {
  const { object_type: objectType, sum_of: sumOf = [], group_by: groupBy, query } = input
  const question = { query, filters: input.filters, any_of: input.any_of }
  const properties = [...new Set([...sumOf, ...(groupBy === undefined ? [] : [groupBy])])]
  const countsOnly = properties.length === 0
  const bound = Math.min(input.read_at_most, SEARCH_LIMITS.results)
  const tally = new Tally(sumOf, groupBy)
  let total = 0
  let seen = 0
  do {
    const limit = countsOnly ? 1 : Math.min(SEARCH_LIMITS.pageSize, bound - seen)
    const page = await readPage(ctx, objectType, question, { properties, limit, offset: seen })
    if (!page.ok) return page
    total = page.value.total
    for (const values of page.value.values) tally.add(values)
    seen += page.value.values.length
    if (page.value.values.length === 0) break
  } while (!countsOnly && seen < Math.min(total, bound))
  const partial = !countsOnly && seen < total
  const groups = tally.groups
  const counted =
    partial && groupBy !== undefined
      ? await countGroups(ctx, objectType, question, groupBy, groups)
      : ok(new Map<string, number>())
  if (!counted.ok) return counted
  const shown = fit(groups.map((group) => ({ ...group, ...exact(counted.value.get(group.value)) })))
  return ok({
    connection: ctx.connection.name,
    object_type: objectType,
    count: total,
    ...(!countsOnly && { read: seen, partial }),
    ...(sumOf.length > 0 && { sums: tally.all.sums }),
    ...(groupBy !== undefined && { group_by: groupBy, groups: shown.items }),
    notices: [
      ...valueless(seen, tally.all.sums, groups, groupBy),
      ...(partial
        ? [
            `Sums and groups are of the first ${seen} of ${total} records only; count is exact. ${bound < SEARCH_LIMITS.results && total > bound ? `Raise read_at_most (up to ${SEARCH_LIMITS.results}), or narrow the filters` : 'Narrow the filters, for example by date,'} and add the parts up.`,
          ]
        : []),
      ...(shown.dropped > 0 ? [`${shown.dropped} small groups had no room.`] : []),
    ],
    about_content: ABOUT_CONTENT,
  })
}

/** A sum of nothing looks like a sum of zero; mostly the property was another. */
function valueless(
  seen: number,
  sums: TallyRow['sums'],
  groups: readonly { readonly value: string }[],
  groupBy: string | undefined,
): readonly string[] {
  if (seen === 0) return []
  const empty = Object.keys(sums).filter((name) => sums[name]?.values === 0)
  const ungrouped = groupBy !== undefined && groups.every(({ value }) => value === '')
  return [
    ...(empty.length > 0
      ? [
          `None of the records read has a number in ${empty.join(', ')}: the sum means nothing. describe_object lists the properties and their types.`,
        ]
      : []),
    ...(ungrouped
      ? [
          `None of the records read has a value in ${groupBy}; describe_object lists the properties.`,
        ]
      : []),
  ]
}

const exact = (count: number | undefined) => (count === undefined ? {} : { records_in_all: count })

interface Page {
  readonly total: number
  readonly values: readonly Readonly<Record<string, string | null>>[]
}

async function readPage(
  ctx: ToolContext,
  objectType: string,
  question: SearchQuestion,
  page: { properties: readonly string[]; limit: number; offset: number },
): Promise<Result<Page, ToolRefusal>> {
  const body = searchBody(question, page)
  if (!body.ok) return misasked(body.error)
  const answer = await askHubSpot(ctx, {
    method: 'POST',
    target: path('/crm/objects/2026-09', objectType, 'search'),
    body: body.value,
  })
  if (!answer.ok) return err(await explainSearch(ctx, objectType, question, answer.error))
  const kind = { connection: ctx.connection, objectType }
  return ok({
    total: numberAt(answer.value.body, 'total') ?? 0,
    values: listAt(answer.value.body, 'results').flatMap((json) => {
      const record = readRecord(kind, json, new Set())
      return record ? [record.properties] : []
    }),
  })
}

/** By one search each, whose `total` is exact; the largest groups only, at five searches a second. */
async function countGroups(
  ctx: ToolContext,
  objectType: string,
  question: SearchQuestion,
  groupBy: string,
  groups: readonly { readonly value: string }[],
): Promise<Result<ReadonlyMap<string, number>, ToolRefusal>> {
  const counts = new Map<string, number>()
  for (const { value } of groups.slice(0, COUNTED_GROUPS)) {
    const only = narrowed(
      question,
      value === ''
        ? { property: groupBy, operator: 'NOT_HAS_PROPERTY' }
        : { property: groupBy, operator: 'EQ', value },
    )
    // No room for one more condition: the groups stay as read, which the notice says.
    if (!searchBody(only, { properties: undefined, limit: 1, offset: 0 }).ok) return ok(counts)
    const page = await readPage(ctx, objectType, only, { properties: [], limit: 1, offset: 0 })
    if (!page.ok) return page
    counts.set(value, page.value.total)
  }
  return ok(counts)
}
