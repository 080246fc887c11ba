/** Arguments and result fields that several tools share, each with its words and examples. */
import { z } from 'zod'
import { OPERATORS, type Operator } from '../../domain/mcp/search-body.ts'

const text = (max: number) => z.string().min(1).max(max)

/** HubSpot's own names; custom ones too. */
const propertyName = text(200)

/** Any name here: what the caller may not read is refused by the pipeline, and recorded. */
export const objectType = text(100)
  .regex(/^[A-Za-z0-9_-]+$/, 'is not an object type: take one of the names listed')
  .describe('Object type.')
  .meta({ examples: ['contacts'] })

/** An id that becomes part of a path. */
export const pathId = z
  .union(
    [z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'is not an id'), z.number().int().nonnegative()],
    {
      error: 'is not an id: a text of digits',
    },
  )
  .transform(String)

export const recordId = z
  .union([text(300), z.number().int().nonnegative()], {
    error: 'is not an id: a text, or a whole number',
  })
  .transform(String)
  .describe('Record id, or the value of id_property.')

export const idProperty = propertyName
  .optional()
  .describe(
    'A property with unique values that names the record instead of its id, such as email of contacts.',
  )
  .meta({ examples: ['email'] })

export const properties = z
  .array(propertyName)
  .min(1)
  .max(100)
  .optional()
  .describe(
    'Properties to show, by internal name. Left out, a short useful set. Fewer is faster and leaves room for more records.',
  )
  .meta({ examples: [['email', 'lifecyclestage']] })

export const limit = (standard: number, most: number) =>
  z.number().int().min(1).max(most).default(standard).describe('Records per page.')

export const cursor = text(700)
  .optional()
  .describe('next_cursor of the page before, with otherwise the same arguments.')

const condition = z
  .strictObject({
    property: propertyName.describe('Internal name of the property; describe_object lists them.'),
    operator: z.enum(Object.keys(OPERATORS) as [Operator, ...Operator[]]),
    value: z
      .union([z.string().max(3_000), z.number(), z.boolean()])
      .optional()
      .describe('Dates as 2026-01-31 or ISO 8601, or milliseconds since 1970.'),
    high_value: z
      .union([z.string().max(300), z.number()])
      .optional()
      .describe('Upper end, for BETWEEN.'),
    values: z
      .array(z.union([z.string().max(300), z.number()]))
      .max(100)
      .optional()
      .describe('For IN and NOT_IN; texts in lower case.'),
  })
  .meta({ examples: [{ property: 'lifecyclestage', operator: 'EQ', value: 'customer' }] })

/** HubSpot's bounds (facts §2) are checked by the verb, which says how to stay within them. */
export const question = {
  query: text(3_000)
    .optional()
    .describe('Words to look for in the main text properties.')
    .meta({ examples: ['acme'] }),
  filters: z
    .array(condition)
    .max(18)
    .optional()
    .describe('All of these must hold. At most 6.')
    .meta({
      examples: [
        [
          { property: 'createdate', operator: 'GTE', value: '2026-01-01' },
          { property: 'hubspot_owner_id', operator: 'EQ', value: '1234' },
        ],
      ],
    }),
  any_of: z
    .array(z.array(condition).min(1).max(18))
    .max(20)
    .optional()
    .describe(
      'And all conditions of at least one of these lists. At most 5 lists and 18 conditions in all.',
    ),
}

export const sort = z
  .strictObject({ property: propertyName, direction: z.enum(['ascending', 'descending']) })
  .optional()
  .describe('HubSpot sorts by one property; left out, oldest first.')
  .meta({ examples: [{ property: 'createdate', direction: 'descending' }] })

export const record = z.looseObject({
  id: z.string(),
  url: z.string().nullable().describe('The record in HubSpot, for people to open.'),
  properties: z.record(z.string(), z.string().nullable()),
})

/** What stands around every list of records. */
export const envelope = {
  connection: z.string(),
  object_type: z.string(),
  notices: z.array(z.string()).describe('What else to know, and the next call to make.'),
  about_content: z.string().describe('Whose words the values are.'),
}
