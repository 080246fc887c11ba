/** Reads the definitions of an object type: its properties, and what a new record must have. */
import { readDefinition, type Definition, type Definitions } from '../../domain/mcp/definitions.ts'
import { listAt, objectAt } from '../../domain/mcp/read-json.ts'
import { ok, type Result } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'

export async function readDefinitions(
  ctx: ToolContext,
  objectType: string,
): Promise<Result<Definitions, ToolRefusal>> {
  const answer = await askHubSpot(ctx, {
    method: 'GET',
    target: path('/crm/properties/2026-09', objectType),
  })
  if (!answer.ok) return answer
  const definitions = listAt(answer.value.body, 'results')
    .filter((json) => json['archived'] !== true)
    .flatMap((json) => readDefinition(objectType, json) ?? [])
  return ok(new Map(definitions.map((each): [string, Definition] => [each.name, each])))
}

/**
 * The properties that a new record must have, as the type's schema says. A portal may have rules
 * besides, which no API tells; HubSpot's refusal names those. Empty where the schema is not to be
 * had: a missing schema is no reason to stop a write that HubSpot itself will check.
 */
export async function readRequired(
  ctx: ToolContext,
  objectType: string,
): Promise<readonly string[]> {
  const answer = await askHubSpot(ctx, {
    method: 'GET',
    target: path('/crm-object-schemas/2026-09/schemas', objectType),
  })
  if (!answer.ok) return []
  const required = objectAt(answer.value, 'body')['requiredProperties']
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
}
