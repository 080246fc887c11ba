/** Shows the shape of records; refuses nothing itself: what may be read is decided per call. */
import { z } from 'zod'
import { describeObject } from '../../../application/mcp/describe-object.ts'
import { cursor, envelope, objectType } from '../fields.ts'
import { defineTool } from '../tool.ts'

export const describeObjectTool = defineTool({
  name: 'describe_object',
  title: 'Describe an object type',
  description:
    'Lists the properties of an object type as this portal has them: internal names, types, which are unique, required or read-only; and its pipelines with the ids of their stages. Name properties to see their options and descriptions. Use it before filtering by or writing a property you have not seen.',
  input: z.strictObject({
    object_type: objectType,
    find: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('Only properties with this in their name, label or description.')
      .meta({ examples: ['renewal'] }),
    properties: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(50)
      .optional()
      .describe('Show these whole, with options and descriptions.')
      .meta({ examples: [['lifecyclestage', 'hs_lead_status']] }),
    cursor,
  }),
  output: z.looseObject({
    ...envelope,
    total: z.number(),
    returned: z.number(),
    properties: z.array(z.looseObject({ name: z.string(), label: z.string(), type: z.string() })),
    unknown: z.array(z.string()).describe('Names that were asked for and do not exist.'),
    required_to_create: z.array(z.string()),
    shown_by_default: z.array(z.string()),
    pipelines: z.array(
      z.looseObject({
        id: z.string(),
        label: z.string(),
        stages: z.array(z.looseObject({ id: z.string(), label: z.string() })),
      }),
    ),
    next_cursor: z.string().optional(),
  }),
  choices: { object_type: (view) => view.readable },
  shown: (view) => view.readable.length > 0,
  verb: describeObject,
})
