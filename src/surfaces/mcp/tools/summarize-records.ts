/** Numbers about records, so that no model reads pages to count them. */
import { z } from 'zod'
import { summarizeRecords } from '../../../application/mcp/summarize-records.ts'
import { envelope, objectType, question } from '../fields.ts'
import { defineTool } from '../tool.ts'

const sums = z.record(
  z.string(),
  z.looseObject({
    sum: z.string().describe('Exact decimal.'),
    average: z.number().nullable(),
    values: z.number().describe('How many records had a number there.'),
  }),
)

export const summarizeRecordsTool = defineTool({
  name: 'summarize_records',
  title: 'Count and add up records',
  description:
    'Counts the records that match, adds up number properties, and groups by one property, without showing the records. The count is exact however many there are. Sums and groups read up to read_at_most records and say when they are partial. Amounts in several currencies: add up amount_in_home_currency instead of amount.',
  input: z.strictObject({
    object_type: objectType,
    ...question,
    sum_of: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(10)
      .optional()
      .describe('Number properties to add up.')
      .meta({ examples: [['amount']] }),
    group_by: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Property whose values make the groups.')
      .meta({ examples: ['dealstage'] }),
    read_at_most: z
      .number()
      .int()
      .min(200)
      .max(10_000)
      .default(2_000)
      .describe('Records to read for sums and groups; each 200 cost one search.'),
  }),
  output: z.looseObject({
    ...envelope,
    count: z.number().describe('Exact number of records that match.'),
    read: z.number().optional().describe('Of these, read for sums and groups.'),
    partial: z.boolean().optional(),
    sums: sums.optional(),
    group_by: z.string().optional(),
    groups: z
      .array(
        z.looseObject({
          value: z.string().describe('Empty: records without a value.'),
          records: z.number().describe('Among those read.'),
          records_in_all: z.number().optional().describe('Exact, where not all were read.'),
          sums,
        }),
      )
      .optional(),
  }),
  choices: { object_type: (view) => view.readable },
  shown: (view) => view.readable.length > 0,
  verb: summarizeRecords,
})
