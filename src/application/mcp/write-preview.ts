/** What a write would do, record by record, without doing it. */
import { changesOf } from '../../domain/mcp/write-diff.ts'
import { makesRecords, type PlannedRecord, type WritePlan } from '../../domain/mcp/write-plan.ts'
import type { ToolRecord } from '../../domain/mcp/records.ts'
import { ok, type Result } from '../../domain/result.ts'
import { readLinks } from './associations.ts'
import { readBatch } from './read-batch.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'
import { checkWrite } from './write-check.ts'
import { refusedRow, type WriteRow } from './write-outcome.ts'

export async function previewWrite(
  ctx: ToolContext,
  plan: WritePlan,
): Promise<Result<readonly WriteRow[], ToolRefusal>> {
  if (plan.action === 'associate') return previewLinks(ctx, plan)
  const checked = await checkWrite(ctx, plan, true)
  if (!checked.ok) return checked
  const before: Result<BeforeImages, ToolRefusal> = makesRecords(plan.action)
    ? ok(new Map())
    : await beforeImages(ctx, plan)
  if (!before.ok) return before
  return ok(
    plan.records.map((record) => {
      const problems = checked.value.problems.get(record.index) ?? []
      const row = previewOf(plan, record, before.value.get(keyOf(record)))
      return problems.length > 0 ? { ...row, ...refusedRow(record.index, problems.join(' ')) } : row
    }),
  )
}

type BeforeImages = ReadonlyMap<string, ToolRecord>

const keyOf = ({ id }: PlannedRecord): string => id.toLowerCase()

async function beforeImages(
  ctx: ToolContext,
  { objectType, idProperty, records }: WritePlan,
): Promise<Result<BeforeImages, ToolRefusal>> {
  const named = records.flatMap(({ properties }) => Object.keys(properties))
  const read = await readBatch(ctx, {
    objectType,
    ids: records.map(({ id }) => id),
    idProperty,
    properties: [...new Set([...named, ...(idProperty === undefined ? [] : [idProperty])])],
  })
  if (!read.ok) return read
  const key = (record: ToolRecord) =>
    (idProperty === undefined ? record.id : (record.properties[idProperty] ?? '')).toLowerCase()
  return ok(new Map(read.value.map((record) => [key(record), record])))
}

function previewOf(
  { action, idProperty }: WritePlan,
  { index, id, properties, associations }: PlannedRecord,
  before: ToolRecord | undefined,
): WriteRow {
  if (before) {
    const changes = changesOf(before.properties, properties)
    const status = changes.length > 0 ? 'would_update' : 'would_change_nothing'
    return { index, status, id: before.id, url: before.url, changes }
  }
  if (action === 'update')
    return refusedRow(index, `There is no record with ${idProperty ?? 'id'} ${JSON.stringify(id)}.`)
  const values = idProperty === undefined ? properties : { ...properties, [idProperty]: id }
  return {
    index,
    status: 'would_create',
    changes: changesOf({}, values),
    ...(associations.length > 0 && {
      message: `Would be associated with ${associations.map((end) => `${end.object_type} ${end.id}`).join(', ')}.`,
    }),
  }
}

async function previewLinks(
  ctx: ToolContext,
  { objectType, records }: WritePlan,
): Promise<Result<readonly WriteRow[], ToolRefusal>> {
  const links = await readLinks(ctx, objectType, records)
  if (!links.ok) return links
  return ok(
    records.map(({ index, id, associations }) => {
      const fresh = associations.filter((end) => !links.value.has(id, end))
      return {
        index,
        id,
        status: fresh.length > 0 ? 'would_associate' : 'would_change_nothing',
        message:
          fresh.length > 0
            ? `New: ${fresh.map((end) => `${end.object_type} ${end.id}`).join(', ')}.`
            : 'These are associated already.',
      }
    }),
  )
}
