/**
 * Shows what records of a type consist of: all properties in short, or named ones whole, with the
 * options that they take; and the pipelines with their stages.
 */
import { cleanText } from '../../domain/mcp/clean.ts'
import { defaultProperties } from '../../domain/mcp/default-properties.ts'
import type { Definition } from '../../domain/mcp/definitions.ts'
import { fit } from '../../domain/mcp/fit.ts'
import { listAt, textAt } from '../../domain/mcp/read-json.ts'
import { resolveObjectType } from '../../domain/hubspot/object-types.ts'
import { ok, type Result } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import { offsetOf, pagesOf } from './paging.ts'
import { readDefinitions, readRequired } from './read-definitions.ts'
import {
  ABOUT_CONTENT,
  type ToolContext,
  type ToolOutcome,
  type ToolRefusal,
} from './tool-context.ts'

export interface DescribeObject {
  readonly object_type: string
  /** Part of a name, label or description. */
  readonly find?: string | undefined
  /** These, whole. */
  readonly properties?: readonly string[] | undefined
  readonly cursor?: string | undefined
}

export async function describeObject(
  ctx: ToolContext,
  input: DescribeObject,
): Promise<ToolOutcome> {
  const { object_type: objectType, find, properties, cursor } = input
  const pages = pagesOf(ctx, { objectType, find, properties }, cursor)
  if (!pages.ok) return pages
  const offset = offsetOf(pages.value)
  if (!offset.ok) return offset
  const definitions = await readDefinitions(ctx, objectType)
  if (!definitions.ok) return definitions
  const [required, pipelines] = await Promise.all([
    readRequired(ctx, objectType),
    readPipelines(ctx, objectType),
  ])
  if (!pipelines.ok) return pipelines
  const demanded = new Set(required)
  const wanted = chosen([...definitions.value.values()], find, properties)
  const show = properties ? whole : brief
  const { items, dropped } = fit(
    wanted.slice(offset.value).map((definition) => show(definition, demanded.has(definition.name))),
    PROPERTIES_ROOM,
  )
  return ok({
    connection: ctx.connection.name,
    object_type: objectType,
    total: wanted.length,
    returned: items.length,
    properties: items,
    unknown: fit(properties?.filter((name) => !definitions.value.has(name)) ?? [], UNKNOWN_ROOM)
      .items,
    required_to_create: required,
    shown_by_default: defaultProperties(objectType) ?? [],
    pipelines: fit(pipelines.value, PIPELINES_ROOM).items,
    ...(dropped > 0 && {
      next_cursor: pages.value.cursorAt(String(offset.value + items.length)),
    }),
    notices: [
      ...(dropped > 0
        ? [
            `${dropped} properties had no room: call describe_object again with next_cursor, or narrow with find.`,
          ]
        : []),
      ...(properties ? [] : ['Name properties to see their options and descriptions.']),
    ],
    about_content: ABOUT_CONTENT,
  })
}

/** Characters of a result for each part; together they leave room for what stands around. */
const PROPERTIES_ROOM = 25_000
const PIPELINES_ROOM = 9_000
const UNKNOWN_ROOM = 2_000
const OPTIONS_ROOM = 20_000

function chosen(
  all: readonly Definition[],
  find: string | undefined,
  names: readonly string[] | undefined,
): readonly Definition[] {
  const words = find?.toLowerCase()
  const named = names && new Set(names)
  return all
    .filter(({ name, hidden }) => (named ? named.has(name) : !hidden))
    .filter(
      ({ name, label, description }) =>
        !words || [name, label, description].some((text) => text.toLowerCase().includes(words)),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const brief = (definition: Definition, required: boolean) => ({
  name: definition.name,
  label: definition.label,
  type: definition.type,
  ...(definition.options.length > 0 && { options: definition.options.length }),
  ...(definition.unique && { unique: true }),
  ...(required && { required: true }),
  ...(!definition.writable && { read_only: true }),
})

const whole = (definition: Definition, required: boolean) => {
  const options = fit(definition.options, OPTIONS_ROOM)
  return {
    name: definition.name,
    label: definition.label,
    description: definition.description,
    type: definition.type,
    field_type: definition.fieldType,
    unique: definition.unique,
    required,
    read_only: !definition.writable,
    options: options.items,
    ...(options.dropped > 0 && { options_in_all: definition.options.length }),
  }
}

/** Only these have pipelines that matter to a caller; the others answer 400 or nothing. */
const WITH_PIPELINES: ReadonlySet<string> = new Set(['deals', 'tickets', 'leads', 'orders'])

async function readPipelines(
  ctx: ToolContext,
  objectType: string,
): Promise<Result<readonly unknown[], ToolRefusal>> {
  const type = resolveObjectType(objectType, ctx.connection.customObjectTypes)
  if (!type.ok || !WITH_PIPELINES.has(type.value.name)) return ok([])
  const answer = await askHubSpot(ctx, {
    method: 'GET',
    target: path('/crm/pipelines/2026-09', objectType),
  })
  if (!answer.ok) return answer.error.code === null ? ok([]) : answer
  const named = (json: unknown) => ({
    id: cleanText(textAt(json, 'id') ?? ''),
    label: cleanText(textAt(json, 'label') ?? ''),
  })
  return ok(
    listAt(answer.value.body, 'results').map((pipeline) => ({
      ...named(pipeline),
      stages: listAt(pipeline, 'stages').map(named),
    })),
  )
}
