/** Shows traffic reports of the website: visits and what came of them, by source, page or time. */
import { cleanJson } from '../../domain/mcp/clean.ts'
import { fit } from '../../domain/mcp/fit.ts'
import { isObject, listAt, numberAt, objectAt } from '../../domain/mcp/read-json.ts'
import { ok } from '../../domain/result.ts'
import { askHubSpot, path, query } from './ask-hubspot.ts'
import { offsetOf, pagesOf } from './paging.ts'
import { ABOUT_CONTENT, type ToolContext, type ToolOutcome } from './tool-context.ts'

/** Breakdowns of the legacy reporting API, which has no dated successor (facts §3). */
export const BREAKDOWNS = [
  'totals',
  'sessions',
  'sources',
  'geolocation',
  'utm-campaigns',
  'utm-sources',
  'utm-mediums',
  'utm-contents',
  'utm-terms',
  'pages',
  'landing-pages',
  'blog-posts',
  'forms',
  'event-completions',
] as const

export const PERIODS = ['total', 'daily', 'weekly', 'monthly'] as const

export interface GetAnalytics {
  readonly breakdown: (typeof BREAKDOWNS)[number]
  readonly period: (typeof PERIODS)[number]
  /** `2026-01-31`, both included. */
  readonly start: string
  readonly end: string
  readonly limit: number
  readonly cursor?: string | undefined
}

export async function getAnalytics(ctx: ToolContext, input: GetAnalytics): Promise<ToolOutcome> {
  const { breakdown, period, start, end, limit, cursor } = input
  const pages = pagesOf(ctx, { breakdown, period, start, end, limit }, cursor)
  if (!pages.ok) return pages
  const offset = offsetOf(pages.value)
  if (!offset.ok) return offset
  const inTotal = period === 'total'
  const answer = await askHubSpot(ctx, {
    method: 'GET',
    target:
      path('/analytics/v2/reports', breakdown, period) +
      query({
        start: start.replaceAll('-', ''),
        end: end.replaceAll('-', ''),
        ...(inTotal && { limit, offset: offset.value }),
      }),
  })
  if (!answer.ok) return answer
  const { body } = answer.value
  const rows = (inTotal ? listAt(body, 'breakdowns') : byDate(body)).map(cleanJson)
  const here = inTotal ? rows : rows.slice(offset.value, offset.value + limit)
  const { items, dropped } = fit(here)
  const total = inTotal ? (numberAt(body, 'total') ?? rows.length) : rows.length
  const next = offset.value + items.length
  const more = items.length > 0 && next < total
  return ok({
    connection: ctx.connection.name,
    breakdown,
    period,
    start,
    end,
    total,
    returned: items.length,
    ...(inTotal && { totals: cleanJson(objectAt(body, 'totals')) }),
    rows: items,
    ...(more && { next_cursor: pages.value.cursorAt(String(next)) }),
    notices: [
      ...(dropped > 0 ? [`${dropped} rows of this page had no room.`] : []),
      ...(more
        ? ['There is more: call get_analytics again with the same arguments and next_cursor.']
        : []),
    ],
    about_content: ABOUT_CONTENT,
  })
}

/** `{date: [row…]}` as rows that name their date. */
const byDate = (body: unknown): readonly Record<string, unknown>[] =>
  isObject(body)
    ? Object.entries(body).flatMap(([date, rows]) =>
        (Array.isArray(rows) ? rows : [rows]).filter(isObject).map((row) => ({ date, ...row })),
      )
    : []
