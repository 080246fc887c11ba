/** Default associations of many records at once: which there are, and making them. */
import { cleanText } from '../../domain/mcp/clean.ts'
import { listAt, textAt } from '../../domain/mcp/read-json.ts'
import type { AssociationEnd, PlannedRecord } from '../../domain/mcp/write-plan.ts'
import { ok, type Result } from '../../domain/result.ts'
import { askHubSpot, path } from './ask-hubspot.ts'
import type { ToolContext, ToolRefusal } from './tool-context.ts'

type Linked = Pick<PlannedRecord, 'id' | 'associations'>

export interface Links {
  has(fromId: string, end: AssociationEnd): boolean
}

export async function readLinks(
  ctx: ToolContext,
  objectType: string,
  records: readonly Linked[],
): Promise<Result<Links, ToolRefusal>> {
  const known = new Set<string>()
  for (const to of typesOf(records)) {
    const answer = await askHubSpot(ctx, {
      method: 'POST',
      target: path('/crm/associations/2026-09', objectType, to, 'batch', 'read'),
      body: { inputs: [...new Set(records.map(({ id }) => id))].map((id) => ({ id })) },
    })
    if (!answer.ok) return answer
    for (const result of listAt(answer.value.body, 'results'))
      for (const end of listAt(result, 'to'))
        known.add(`${textAt(result, 'from', 'id')} ${to} ${textAt(end, 'toObjectId')}`)
  }
  return ok({ has: (fromId, end) => known.has(`${fromId} ${end.object_type} ${end.id}`) })
}

/**
 * Links each record with each of its ends by HubSpot's default association. Setting one that is
 * there changes nothing, so it may be repeated. Answers, per record id, what could not be linked.
 */
export async function setLinks(
  ctx: ToolContext,
  objectType: string,
  records: readonly Linked[],
): Promise<Result<ReadonlyMap<string, readonly string[]>, ToolRefusal>> {
  const failures = new Map<string, string[]>()
  for (const to of typesOf(records)) {
    const pairs = records.flatMap(({ id, associations }) =>
      associations.filter((end) => end.object_type === to).map((end) => ({ from: id, to: end.id })),
    )
    const answer = await askHubSpot(ctx, {
      method: 'POST',
      target: path('/crm/associations/2026-09', objectType, to, 'batch', 'associate', 'default'),
      body: { inputs: pairs.map((pair) => ({ from: { id: pair.from }, to: { id: pair.to } })) },
    })
    if (!answer.ok) return answer
    const done = new Set(listAt(answer.value.body, 'results').map(pairOf))
    // Without errors all were done, in whatever form the results tell it.
    const errors = listAt(answer.value.body, 'errors')
    if (errors.length === 0) continue
    const said = cleanText(textAt(errors[0], 'message') ?? '').slice(0, 300)
    for (const pair of pairs)
      if (!done.has(`${pair.from} ${pair.to}`)) {
        const failed = failures.get(pair.from) ?? []
        failures.set(pair.from, [
          ...failed,
          `${to} ${pair.to}${said && ` (HubSpot said: ${JSON.stringify(said)})`}`,
        ])
      }
  }
  return ok(failures)
}

const typesOf = (records: readonly Linked[]): readonly string[] => [
  ...new Set(records.flatMap(({ associations }) => associations.map((end) => end.object_type))),
]

/** Both forms in which HubSpot names the ends. */
const pairOf = (result: unknown): string =>
  `${textAt(result, 'from', 'id') ?? textAt(result, 'fromObjectId')} ${textAt(result, 'to', 'id') ?? textAt(result, 'toObjectId')}`
