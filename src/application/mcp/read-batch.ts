/** Reads up to 100 records by id or by a unique property, in one call. */
import { listAt } from '../../domain/mcp/read-json.ts'
import { readRecord, type ToolRecord } from '../../domain/mcp/records.ts'
import { ok, type Result } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'

export interface BatchRead {
  readonly objectType: string
  readonly ids: readonly string[]
  /** A property with unique values by which `ids` name records; `undefined`: by record id. */
  readonly idProperty?: string | undefined
  readonly properties: readonly string[] | undefined
  /** Properties to show even when empty. */
  readonly asked?: ReadonlySet<string>
}

/** In HubSpot's order. What does not exist is absent; a merged id answers with its survivor. */
export async function readBatch(
  ctx: ToolContext,
  { objectType, ids, idProperty, properties, asked = new Set() }: BatchRead,
): Promise<Result<readonly ToolRecord[], ToolRefusal>> {
  if (ids.length === 0) return ok([])
  const answer = await askHubSpot(ctx, {
    method: 'POST',
    target: path('/crm/objects/2026-09', objectType, 'batch', 'read'),
    body: {
      inputs: ids.map((id) => ({ id })),
      ...(idProperty !== undefined && { idProperty }),
      ...(properties && { properties }),
      propertiesWithHistory: [],
    },
  })
  if (!answer.ok) return answer
  const kind = { connection: ctx.connection, objectType }
  return ok(
    listAt(answer.value.body, 'results').flatMap((json) => readRecord(kind, json, asked) ?? []),
  )
}
