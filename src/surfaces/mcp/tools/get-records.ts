/** Named records. It does not search: ids or unique values only. */
import { z } from 'zod'
import { getRecords } from '../../../application/mcp/get-records.ts'
import { envelope, idProperty, objectType, properties, record, recordId } from '../fields.ts'
import { defineTool } from '../tool.ts'

export const getRecordsTool = defineTool({
  name: 'get_records',
  title: 'Get CRM records',
  description:
    'Shows up to 100 records of one type by their ids, by their addresses in HubSpot, or by a property with unique values such as the e-mail address of contacts. Says which of them do not exist. A merged record answers under the id of the record that it was merged into.',
  input: z.strictObject({
    object_type: objectType,
    ids: z
      .array(recordId)
      .min(1)
      .max(100)
      .describe('Record ids, addresses of records in HubSpot, or values of id_property.')
      .meta({ examples: [['512', '513']] }),
    id_property: idProperty,
    properties,
  }),
  output: z.looseObject({
    ...envelope,
    total: z.number(),
    returned: z.number(),
    records: z.array(record),
    missing: z.array(z.string()).describe('Which of ids no record answered to.'),
  }),
  choices: { object_type: (view) => view.readable },
  shown: (view) => view.readable.length > 0,
  verb: getRecords,
})
