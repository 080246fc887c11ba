/** Searches records of one type: a page of them, how many there are in all, and the next page. */
import { defaultProperties } from '../../domain/mcp/default-properties.ts'
import { fit } from '../../domain/mcp/fit.ts'
import { listAt, numberAt, textAt } from '../../domain/mcp/read-json.ts'
import { readRecord } from '../../domain/mcp/records.ts'
import { searchBody, type SearchQuestion } from '../../domain/mcp/search-body.ts'
import { SEARCH_LIMITS } from '../../domain/hubspot/limits.ts'
import { err, ok } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import { explainSearch } from './explain-search.ts'
import { offsetOf, pagesOf } from './paging.ts'
import { unansweredNotice } from './unanswered.ts'
import { ABOUT_CONTENT, misasked, type ToolContext, type ToolOutcome } from './tool-context.ts'

export interface SearchRecords extends SearchQuestion {
  readonly object_type: string
  readonly properties?: readonly string[] | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

export async function searchRecords(ctx: ToolContext, input: SearchRecords): Promise<ToolOutcome> {
  const { cursor, limit, object_type: objectType, ...question } = input
  const pages = pagesOf(ctx, { objectType, ...question }, cursor)
  if (!pages.ok) return pages
  const offset = offsetOf(pages.value)
  if (!offset.ok) return offset
  const properties = input.properties ?? defaultProperties(objectType)
  const page = { properties, limit, offset: offset.value }
  const body = searchBody(question, page)
  if (!body.ok) return misasked(body.error)
  const answer = await askHubSpot(ctx, {
    method: 'POST',
    target: path('/crm/objects/2026-09', objectType, 'search'),
    body: body.value,
  })
  if (!answer.ok) return err(await explainSearch(ctx, objectType, question, answer.error))
  const kind = { connection: ctx.connection, objectType }
  const asked = new Set(input.properties)
  const found = listAt(answer.value.body, 'results').flatMap(
    (json) => readRecord(kind, json, asked) ?? [],
  )
  const shown = fit(found)
  const total = numberAt(answer.value.body, 'total') ?? found.length
  const more =
    shown.dropped > 0 || textAt(answer.value.body, 'paging', 'next', 'after') !== undefined
  const next = offset.value + shown.items.length
  return ok({
    connection: ctx.connection.name,
    object_type: objectType,
    total,
    returned: shown.items.length,
    records: shown.items,
    ...(more &&
      next < SEARCH_LIMITS.results && { next_cursor: pages.value.cursorAt(String(next)) }),
    notices: [
      ...unansweredNotice(input.properties, found),
      ...notices({ ...shown, total, more: more && next < SEARCH_LIMITS.results }),
    ],
    about_content: ABOUT_CONTENT,
  })
}

function notices(seen: {
  dropped: number
  cutAt: number | null
  total: number
  more: boolean
}): readonly string[] {
  return [
    ...(seen.dropped > 0
      ? [
          `${seen.dropped} records of this page had no room: call search_records again with next_cursor, or ask for fewer properties.`,
        ]
      : []),
    ...(seen.cutAt !== null
      ? [
          `Texts over ${seen.cutAt} characters were cut: get_records with that id and property shows more.`,
        ]
      : []),
    ...(seen.total > SEARCH_LIMITS.results
      ? [
          `HubSpot shows the first ${SEARCH_LIMITS.results} of these ${seen.total} only. To see others, narrow the search; to count or add up, use summarize_records.`,
        ]
      : []),
    ...(seen.more
      ? ['There is more: call search_records again with the same arguments and next_cursor.']
      : []),
  ]
}
