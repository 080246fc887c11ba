/**
 * Checks a write before HubSpot is asked: properties that exist and may be written, values that
 * fit, what a new record must have, unique values that are taken. One bad record would make
 * HubSpot refuse the whole batch; found here, it is refused alone.
 */
import { missingRequired, valueProblems, type Definitions } from '../../domain/mcp/definitions.ts'
import { makesRecords, type PlannedRecord, type WritePlan } from '../../domain/mcp/write-plan.ts'
import { resolveObjectType } from '../../domain/hubspot/object-types.ts'
import { ok, type Result } from '../../domain/result.ts'
import { readBatch } from './read-batch.ts'
import { readDefinitions, readRequired } from './read-definitions.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'

export interface Checked {
  /** By index: what is wrong with it. */
  readonly problems: ReadonlyMap<number, readonly string[]>
  /** Empty where the caller may not read the type. */
  readonly definitions: Definitions
}

/** Whether the caller may read what they write; without, nothing can be checked beforehand. */
export function mayRead(ctx: ToolContext, objectType: string): boolean {
  const type = resolveObjectType(objectType, ctx.connection.customObjectTypes)
  return type.ok && (ctx.scopes as readonly string[]).includes(`${type.value.resource}:read`)
}

/** `lookForTaken` is off when an earlier attempt may have made the very records. */
export async function checkWrite(
  ctx: ToolContext,
  plan: WritePlan,
  lookForTaken: boolean,
): Promise<Result<Checked, ToolRefusal>> {
  if (plan.action === 'associate') return ok({ problems: new Map(), definitions: new Map() })
  const definitions = await readDefinitions(ctx, plan.objectType)
  if (!definitions.ok) return definitions
  const makes = makesRecords(plan.action)
  const mayMake = makes || plan.action === 'upsert'
  const required = mayMake ? await readRequired(ctx, plan.objectType) : []
  const fresh = await freshRecords(ctx, plan, required)
  if (!fresh.ok) return fresh
  const taken: Result<ReadonlyMap<number, string>, ToolRefusal> = makes && lookForTaken
    ? await takenValues(ctx, plan, definitions.value)
    : ok(new Map())
  if (!taken.ok) return taken
  const problems = plan.records.flatMap((record): [number, readonly string[]][] => {
    const exists = taken.value.get(record.index)
    const found = [
      ...valueProblems(definitions.value, record.properties),
      ...missingRequired(
        fresh.value.has(record.index) ? required : [],
        withOwnName(plan, record),
      ).map((name) => `"${name}" is required for a new record; ask your user for it.`),
      ...(exists === undefined ? [] : [exists]),
    ]
    return found.length > 0 ? [[record.index, found]] : []
  })
  return ok({ problems: new Map(problems), definitions: definitions.value })
}

/** Places of the records that would be new ones, where a new one has to have something. */
async function freshRecords(
  ctx: ToolContext,
  plan: WritePlan,
  required: readonly string[],
): Promise<Result<ReadonlySet<number>, ToolRefusal>> {
  const { action, idProperty, objectType, records } = plan
  if (required.length === 0) return ok(new Set())
  const places = records.map(({ index }) => index)
  if (action !== 'upsert' || idProperty === undefined) return ok(new Set(places))
  const named = records.map((record) => ({ ...record, properties: withOwnName(plan, record) }))
  const known = await findByUnique(ctx, objectType, idProperty, named)
  return known.ok ? ok(new Set(places.filter((index) => !known.value.has(index)))) : known
}

/** An upsert names its record by a property, which a new one gets too. */
const withOwnName = ({ idProperty }: WritePlan, { id, properties }: PlannedRecord) =>
  idProperty === undefined ? properties : { ...properties, [idProperty]: id }

/** The first unique property that the record gives a value to. */
export const uniqueOf = (definitions: Definitions, record: PlannedRecord): string | undefined =>
  Object.entries(record.properties).find(
    ([name, value]) => value !== '' && definitions.get(name)?.unique,
  )?.[0]

/** Records grouped by the unique property that can find them; `undefined`: none can. */
export const byUnique = (
  definitions: Definitions,
  records: readonly PlannedRecord[],
): ReadonlyMap<string | undefined, readonly PlannedRecord[]> =>
  Map.groupBy(records, (record) => uniqueOf(definitions, record))

async function takenValues(
  ctx: ToolContext,
  plan: WritePlan,
  definitions: Definitions,
): Promise<Result<ReadonlyMap<number, string>, ToolRefusal>> {
  const taken = new Map<number, string>()
  for (const [property, records] of byUnique(definitions, plan.records)) {
    if (property === undefined) continue
    const found = await findByUnique(ctx, plan.objectType, property, records)
    if (!found.ok) return found
    for (const [index, { id }] of found.value)
      taken.set(
        index,
        `A record with this ${property} exists already: id ${id}. Update it, or use upsert with id_property ${property}.`,
      )
  }
  return ok(taken)
}

/** Which of the records exist, by the value of a unique property. Immediate, unlike a search. */
export async function findByUnique(
  ctx: ToolContext,
  objectType: string,
  property: string,
  records: readonly PlannedRecord[],
): Promise<
  Result<ReadonlyMap<number, { readonly id: string; readonly url: string | null }>, ToolRefusal>
> {
  const value = (record: PlannedRecord) => record.properties[property] ?? ''
  const read = await readBatch(ctx, {
    objectType,
    ids: [...new Set(records.map(value))],
    idProperty: property,
    properties: [property],
  })
  if (!read.ok) return read
  const byValue = new Map(
    read.value.map((record) => [(record.properties[property] ?? '').toLowerCase(), record]),
  )
  return ok(
    new Map(
      records.flatMap((record) => {
        const found = byValue.get(value(record).toLowerCase())
        return found ? [[record.index, found] as const] : []
      }),
    ),
  )
}
