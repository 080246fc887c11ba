/** Sends a checked write to HubSpot, up to 100 records in one call, and reads what became of each. */
import { cleanText } from '../../domain/mcp/clean.ts'
import { listAt, objectAt, textAt } from '../../domain/mcp/read-json.ts'
import { urlOf } from '../../domain/mcp/records.ts'
import type { PlannedRecord, WritePlan } from '../../domain/mcp/write-plan.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import { setLinks } from './associations.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'
import { refusedRow, type WriteRow } from './write-outcome.ts'

/** Refused as a whole: nothing was written, unless the refusal is `uncertain`. */
export async function sendWrite(
  ctx: ToolContext,
  plan: WritePlan,
  records: readonly PlannedRecord[],
): Promise<Result<readonly WriteRow[], ToolRefusal>> {
  if (records.length === 0) return ok([])
  switch (plan.action) {
    case 'associate':
      return associate(ctx, plan, records)
    case 'create':
    case 'log_activity': {
      const made = await sendBatch(ctx, plan, records, 'create', (record) => ({
        objectWriteTraceId: traceOf(record),
        properties: record.properties,
      }))
      return made.ok ? ok(await linkMade(ctx, plan, records, made.value)) : made
    }
    case 'update':
    case 'upsert':
      return sendBatch(ctx, plan, records, plan.action, (record) => ({
        id: record.id,
        ...(plan.idProperty !== undefined && { idProperty: plan.idProperty }),
        properties: record.properties,
      }))
  }
}

/** With it, HubSpot judges each input by itself and names it in its errors (facts §9). */
const traceOf = ({ index }: PlannedRecord): string => `record-${index}`

async function sendBatch(
  ctx: ToolContext,
  plan: WritePlan,
  records: readonly PlannedRecord[],
  verb: 'create' | 'update' | 'upsert',
  input: (record: PlannedRecord) => unknown,
): Promise<Result<readonly WriteRow[], ToolRefusal>> {
  const answer = await askHubSpot(ctx, {
    method: 'POST',
    target: path('/crm/objects/2026-09', plan.objectType, 'batch', verb),
    body: { inputs: records.map(input) },
  })
  if (!answer.ok) return answer
  const results = listAt(answer.value.body, 'results')
  const errors = listAt(answer.value.body, 'errors')
  const kind = { connection: ctx.connection, objectType: plan.objectType }
  const rows = new Map<number, WriteRow>()
  for (const [place, result] of results.entries()) {
    const id = textAt(result, 'id')
    const record = recordOf(plan, records, result, results.length === records.length ? place : -1)
    if (id === undefined || !record) continue
    const status = verb === 'create' || result['new'] === true ? 'created' : 'updated'
    rows.set(record.index, { index: record.index, status, id: cleanText(id), url: urlOf(kind, id) })
  }
  for (const record of records)
    if (!rows.has(record.index))
      rows.set(record.index, refusedRow(record.index, errorOf(record, errors)))
  return ok([...rows.values()])
}

/** Whose result it is: by trace id, by id, by the unique value, or by place where all came back. */
function recordOf(
  plan: WritePlan,
  records: readonly PlannedRecord[],
  result: unknown,
  place: number,
): PlannedRecord | undefined {
  const trace = textAt(result, 'objectWriteTraceId')
  if (trace !== undefined) return records.find((record) => traceOf(record) === trace)
  const name =
    plan.idProperty === undefined
      ? textAt(result, 'id')
      : textAt(result, 'properties', plan.idProperty)
  const named = records.find(
    ({ id }) => id !== '' && name !== undefined && id.toLowerCase() === name.toLowerCase(),
  )
  return named ?? records[place]
}

function errorOf(record: PlannedRecord, errors: readonly unknown[]): string {
  const own = errors.find((error) => {
    const context = objectAt(error, 'context')
    const traces = [context['objectWriteTraceId'], objectAt(error)['objectWriteTraceId']].flat()
    const ids = [context['ids'], context['id']].flat()
    return traces.includes(traceOf(record)) || (record.id !== '' && ids.includes(record.id))
  })
  const said = textAt(own ?? errors[0], 'message')
  return said
    ? `HubSpot said: ${JSON.stringify(cleanText(said).slice(0, 500))}`
    : 'HubSpot wrote the others, but not this one, and did not say why.'
}

/** Records that were made are there, whether or not they can be linked: that is said per record. */
async function linkMade(
  ctx: ToolContext,
  plan: WritePlan,
  records: readonly PlannedRecord[],
  rows: readonly WriteRow[],
): Promise<readonly WriteRow[]> {
  const byPlace = new Map(records.map((record) => [record.index, record]))
  const toLink = rows.flatMap(({ index, id }) => {
    const associations = byPlace.get(index)?.associations ?? []
    return id !== undefined && associations.length > 0 ? [{ id, associations }] : []
  })
  if (toLink.length === 0) return rows
  const linked = await setLinks(ctx, plan.objectType, toLink)
  const left = (id: string): string | undefined => {
    const one = toLink.find((each) => each.id === id)
    if (!one) return undefined
    if (!linked.ok)
      return `Made, but not associated: ${linked.error.message} Associate it with action associate.`
    const failed = linked.value.get(id)
    return failed && `Made, but not associated with ${failed.join(', ')}.`
  }
  return rows.map((row) => {
    const message = row.id === undefined ? undefined : left(row.id)
    return message === undefined ? row : { ...row, message }
  })
}

async function associate(
  ctx: ToolContext,
  { objectType }: WritePlan,
  records: readonly PlannedRecord[],
): Promise<Result<readonly WriteRow[], ToolRefusal>> {
  const linked = await setLinks(ctx, objectType, records)
  if (!linked.ok) return err(linked.error)
  const kind = { connection: ctx.connection, objectType }
  return ok(
    records.map(({ index, id }) => {
      const failed = linked.value.get(id)
      return failed
        ? refusedRow(index, `Could not be associated with ${failed.join(', ')}.`)
        : { index, status: 'associated', id, url: urlOf(kind, id) }
    }),
  )
}
