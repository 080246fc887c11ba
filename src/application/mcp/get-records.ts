/** Shows named records, up to 100. Says which of them there are not. */
import { defaultProperties } from '../../domain/mcp/default-properties.ts'
import { fit, roomBeside } from '../../domain/mcp/fit.ts'
import type { ToolRecord } from '../../domain/mcp/records.ts'
import { ok } from '../../domain/result.ts'
import { linkedIds } from './linked-ids.ts'
import { readBatch } from './read-batch.ts'
import { unansweredNotice } from './unanswered.ts'
import { ABOUT_CONTENT, type ToolContext, type ToolOutcome } from './tool-context.ts'

export interface GetRecords {
  readonly object_type: string
  readonly ids: readonly string[]
  readonly id_property?: string | undefined
  readonly properties?: readonly string[] | undefined
}

export async function getRecords(ctx: ToolContext, input: GetRecords): Promise<ToolOutcome> {
  const { object_type: objectType, id_property: idProperty } = input
  const read = linkedIds(ctx.connection, objectType, input.ids)
  if (!read.ok) return read
  const ids = [...new Set(read.value)]
  const chosen = input.properties ?? defaultProperties(objectType)
  const records = await readBatch(ctx, {
    objectType,
    ids,
    idProperty,
    // What it was found by must come back, or what was not found could not be told.
    properties: chosen && (idProperty ? [...new Set([...chosen, idProperty])] : chosen),
    asked: new Set(input.properties),
  })
  if (!records.ok) return records
  const absent = missingOf(ids, records.value, idProperty)
  const missing = fit(absent, MISSING_ROOM)
  const { items, dropped, cutAt } = fit(records.value, roomBeside(missing.items))
  const left = records.value.slice(items.length).map(({ id }) => id)
  return ok({
    connection: ctx.connection.name,
    object_type: objectType,
    total: records.value.length,
    returned: items.length,
    records: items,
    missing: missing.items,
    notices: [
      ...(missing.dropped > 0 ? [`${missing.dropped} more of ids are missing too.`] : []),
      ...(idProperty === undefined && absent.some((id) => !/^\d+$/.test(id))
        ? [
            'Record ids are numbers. To find records by another value, name its property as id_property, or use search_records.',
          ]
        : []),
      ...unansweredNotice(input.properties, records.value),
      ...(dropped > 0
        ? [
            `${dropped} records had no room: call get_records again with ids ${JSON.stringify(left)}${idProperty === undefined ? '' : ' and without id_property'}.`,
          ]
        : []),
      ...(cutAt !== null
        ? [
            `Texts over ${cutAt} characters were cut: ask for one id and fewer properties to see more.`,
          ]
        : []),
    ],
    about_content: ABOUT_CONTENT,
  })
}

/** Characters of a result for the ids that are missing. */
const MISSING_ROOM = 6_000

/**
 * Which of the asked ids no record answered to. A merged record comes back under its survivor's
 * id (facts §9), so when as many came as were asked for, nothing is missing.
 */
function missingOf(
  ids: readonly string[],
  records: readonly ToolRecord[],
  idProperty: string | undefined,
): readonly string[] {
  if (records.length >= ids.length) return []
  const names = new Set(
    records.map((record) =>
      (idProperty ? (record.properties[idProperty] ?? '') : record.id).toLowerCase(),
    ),
  )
  return ids.filter((id) => !names.has(id.toLowerCase()))
}
