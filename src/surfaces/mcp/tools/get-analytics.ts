/** Website reports, for holders of `analytics:read`. */
import { z } from 'zod'
import { BREAKDOWNS, getAnalytics, PERIODS } from '../../../application/mcp/get-analytics.ts'
import { cursor, envelope, limit } from '../fields.ts'
import { defineTool } from '../tool.ts'

const { object_type: _, ...around } = envelope
const day = z.iso.date().meta({ examples: ['2026-01-31'] })

export const getAnalyticsTool = defineTool({
  name: 'get_analytics',
  title: 'Get website analytics',
  description:
    'Shows how the website did between two days, both included: views, visits, visitors, leads, contacts, customers; in total or per day, week or month, broken down by source, page, country, campaign or form.',
  input: z.strictObject({
    breakdown: z.enum(BREAKDOWNS).default('totals'),
    period: z.enum(PERIODS).default('total').describe('One row per breakdown, or per date too.'),
    start: day.describe('First day.'),
    end: day.describe('Last day.'),
    limit: limit(50, 300).describe('Rows per page.'),
    cursor,
  }),
  output: z.looseObject({
    ...around,
    breakdown: z.string(),
    period: z.string(),
    total: z.number(),
    returned: z.number(),
    totals: z.record(z.string(), z.unknown()).optional(),
    rows: z.array(z.record(z.string(), z.unknown())),
    next_cursor: z.string().optional(),
  }),
  shown: (view) => view.analytics,
  verb: getAnalytics,
})
