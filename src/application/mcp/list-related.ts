/** Shows the records of another type that a record is associated with, and by which labels. */
import { cleanText } from '../../domain/mcp/clean.ts'
import { defaultProperties } from '../../domain/mcp/default-properties.ts'
import { fit } from '../../domain/mcp/fit.ts'
import { listAt, textAt } from '../../domain/mcp/read-json.ts'
import { urlOf } from '../../domain/mcp/records.ts'
import { ok } from '../../domain/result.ts'
import { askHubSpot, path, query } from './ask-hubspot.ts'
import { pagesOf } from './paging.ts'
import { readBatch } from './read-batch.ts'
import { ABOUT_CONTENT, type ToolContext, type ToolOutcome } from './tool-context.ts'

export interface ListRelated {
  readonly object_type: string
  readonly id: string
  readonly to_object_type: string
  readonly properties?: readonly string[] | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

export async function listRelated(ctx: ToolContext, input: ListRelated): Promise<ToolOutcome> {
  const { object_type: from, to_object_type: to, id, properties, limit, cursor } = input
  const pages = pagesOf(ctx, { from, to, id, properties, limit }, cursor)
  if (!pages.ok) return pages
  const links = await askHubSpot(ctx, {
    method: 'GET',
    target:
      path('/crm/objects/2026-09', from, id, 'associations', to) +
      query({ limit, after: pages.value.position }),
  })
  if (!links.ok) return links
  const linked = listAt(links.value.body, 'results').flatMap((link) => {
    const toId = textAt(link, 'toObjectId')
    return toId === undefined ? [] : [{ id: toId, labels: labelsOf(link) }]
  })
  const asked = new Set(properties)
  const read = await readBatch(ctx, {
    objectType: to,
    ids: linked.map((each) => each.id),
    properties: properties ?? defaultProperties(to),
    asked,
  })
  if (!read.ok) return read
  const byId = new Map(read.value.map((record) => [record.id, record]))
  const kind = { connection: ctx.connection, objectType: to }
  const found = linked.map(({ id: toId, labels }) => ({
    ...(byId.get(toId) ?? { id: toId, url: urlOf(kind, toId), properties: {} }),
    labels,
  }))
  const { items, dropped, cutAt } = fit(found)
  const after = textAt(links.value.body, 'paging', 'next', 'after')
  return ok({
    connection: ctx.connection.name,
    object_type: from,
    id,
    to_object_type: to,
    returned: items.length,
    records: items,
    ...(after !== undefined && dropped === 0 && { next_cursor: pages.value.cursorAt(after) }),
    notices: [
      ...(dropped > 0
        ? [
            `${dropped} records had no room: call list_related again with limit ${items.length} and go on by its cursor, or get_records with ids ${JSON.stringify(found.slice(items.length).map((each) => each.id))}.`,
          ]
        : []),
      ...(cutAt !== null ? [`Texts over ${cutAt} characters were cut.`] : []),
      ...(after !== undefined && dropped === 0
        ? ['There is more: call list_related again with the same arguments and next_cursor.']
        : []),
    ],
    about_content: ABOUT_CONTENT,
  })
}

/** `Primary` and the portal's own labels; plain associations have none. */
const labelsOf = (link: unknown): readonly string[] => [
  ...new Set(
    listAt(link, 'associationTypes').flatMap((type) => {
      const label = textAt(type, 'label')
      return label === undefined ? [] : [cleanText(label)]
    }),
  ),
]
