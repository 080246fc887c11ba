/** The only tool that changes anything. It does not archive, merge or erase. */
import { z } from 'zod'
import { writeRecords } from '../../../application/mcp/write-records.ts'
import { WRITE_ACTIONS } from '../../../domain/mcp/write-plan.ts'
import { envelope, idProperty, objectType, recordId } from '../fields.ts'
import { defineTool } from '../tool.ts'

const value = z.union([z.string().max(65_536), z.number(), z.boolean(), z.null()], {
  error: 'takes a text, a number, true, false or null; several choices as one text with semicolons',
})

const item = z
  .strictObject({
    id: recordId.optional(),
    properties: z
      .record(z.string().min(1).max(200), value)
      .optional()
      .describe('Values by internal property name; null clears one.'),
    associations: z
      .array(z.strictObject({ object_type: objectType, id: recordId }))
      .min(1)
      .max(20)
      .optional()
      .describe('Records to link with, by HubSpot’s default association.'),
  })
  .meta({
    examples: [
      { properties: { email: 'ana@example.com', firstname: 'Ana' } },
      { id: '512', properties: { lifecyclestage: 'customer' } },
      {
        properties: { text: 'Called about the renewal.' },
        associations: [{ object_type: 'contacts', id: '512' }],
      },
    ],
  })

export const writeRecordsTool = defineTool({
  name: 'write_records',
  title: 'Write CRM records',
  description:
    'Creates, changes or links up to 100 records of one type. create: properties (and associations). update: id and properties. upsert: id_property, id and properties; makes the record where none has that value. associate: id and associations. log_activity: for notes, calls, meetings, tasks and emails, with properties such as title, text, at (time; now if left out), and associations. With dry_run nothing is written and the answer shows each value before and after: do that first and show your user. Answers for each record by its index; a record that would be refused does not stop the others. Sending the very same write again within 10 minutes, or with the same idempotency_key within 24 hours, does not write again; after a lost answer, do just that.',
  annotations: {
    readOnlyHint: false,
    // update overwrites values.
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  },
  input: z.strictObject({
    object_type: objectType,
    action: z.enum(WRITE_ACTIONS),
    records: z.array(item).min(1).max(100),
    id_property: idProperty,
    dry_run: z.boolean().default(false).describe('True: show what would change, write nothing.'),
    idempotency_key: z
      .string()
      .min(8)
      .max(200)
      .optional()
      .describe('Your own name for this one write, for example a UUID.'),
  }),
  output: z.looseObject({
    ...envelope,
    action: z.string(),
    dry_run: z.boolean(),
    repeated: z.boolean().describe('True: it had been written before; nothing was written now.'),
    summary: z.record(z.string(), z.number()).describe('How many records of each status.'),
    results: z.array(
      z.looseObject({
        index: z.number(),
        status: z.string(),
        id: z.string().optional(),
        url: z.string().nullable().optional(),
        message: z.string().optional(),
        changes: z
          .array(
            z.looseObject({
              property: z.string(),
              before: z.string().nullable(),
              after: z.string().nullable(),
            }),
          )
          .optional(),
      }),
    ),
  }),
  choices: {
    object_type: (view) => view.writable,
    action: (view) => WRITE_ACTIONS.filter((action) => action !== 'log_activity' || view.logs),
  },
  shown: (view) => view.writable.length > 0,
  verb: writeRecords,
})
