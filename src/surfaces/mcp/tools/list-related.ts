/** Records reached through associations; needs reading on both ends. */
import { z } from 'zod'
import { listRelated } from '../../../application/mcp/list-related.ts'
import { cursor, envelope, limit, objectType, pathId, properties, record } from '../fields.ts'
import { defineTool } from '../tool.ts'

export const listRelatedTool = defineTool({
  name: 'list_related',
  title: 'List related records',
  description:
    'Shows the records of another type that one record is associated with, such as the contacts of a company or the notes of a deal, with the labels of the association.',
  input: z.strictObject({
    object_type: objectType.describe('Type of the record you have.'),
    id: pathId.describe('Id of the record you have.'),
    to_object_type: objectType.describe('Type of the records to show.'),
    properties,
    limit: limit(20, 100),
    cursor,
  }),
  output: z.looseObject({
    ...envelope,
    id: z.string(),
    to_object_type: z.string(),
    returned: z.number(),
    records: z.array(record.extend({ labels: z.array(z.string()) })),
    next_cursor: z.string().optional(),
  }),
  choices: {
    object_type: (view) => view.readable,
    to_object_type: (view) => view.readable,
  },
  shown: (view) => view.readable.length > 0,
  verb: listRelated,
})
