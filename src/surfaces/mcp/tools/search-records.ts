/** Records by words and conditions; the tool that models use most. */
import { z } from 'zod'
import { searchRecords } from '../../../application/mcp/search-records.ts'
import {
  cursor,
  envelope,
  limit,
  objectType,
  properties,
  question,
  record,
  sort,
} from '../fields.ts'
import { defineTool } from '../tool.ts'

export const searchRecordsTool = defineTool({
  name: 'search_records',
  title: 'Search CRM records',
  description:
    'Finds records of one type by words and conditions. Answers a page of records with links, the total number found, and a cursor for the next page. For a number or a sum use summarize_records instead of reading pages. Records written seconds ago may not be found yet; get_records sees them at once.',
  input: z.strictObject({
    object_type: objectType,
    ...question,
    sort,
    properties,
    limit: limit(20, 200),
    cursor,
  }),
  output: z.looseObject({
    ...envelope,
    total: z.number().describe('How many records match, in all.'),
    returned: z.number(),
    records: z.array(record),
    next_cursor: z.string().optional(),
  }),
  choices: { object_type: (view) => view.readable },
  shown: (view) => view.readable.length > 0,
  verb: searchRecords,
})
