/**
 * Records that name an owner: by `hubspot_owner_id`, and by every custom property of the user type,
 * which HubSpot's own reassignment passes over. Found by search, a hundred at a time.
 */
import type { Connection } from '../../../domain/connection/connection.ts'
import type { PortalAnswer } from '../../../domain/people/apply/portal-call.ts'
import type { MovedRecords, RecordMove } from '../../../domain/people/plan/plan.ts'
import { meaningOf, type AskHubSpot, type HttpAnswer, type HttpCall } from './hubspot-answer.ts'

/** Where an owner can stand. */
export interface RecordPlace {
  readonly objectType: string
  readonly property: string
}
export type RecordPlaces =
  { readonly read: readonly RecordPlace[] } | { readonly unread: PortalAnswer }

const STANDARD = ['contacts', 'companies', 'deals', 'tickets'] as const

/** Whose records are counted and moved: the standard objects with owners, and the portal's own. */
export const objectTypesOf = ({
  customObjectTypes,
}: Pick<Connection, 'customObjectTypes'>): readonly string[] => [
  ...STANDARD,
  ...customObjectTypes.map(({ objectTypeId }) => objectTypeId),
]

const BASE = '/crm/v3'
const PAGE = 100

/** Reads the definitions of each object type: whatever is a property of the user type counts. */
export async function recordPlaces(
  ask: AskHubSpot,
  objectTypes: readonly string[],
): Promise<RecordPlaces> {
  const read: RecordPlace[] = []
  for (const objectType of objectTypes) {
    const answer = await ask({
      method: 'GET',
      target: `${BASE}/properties/${encodeURIComponent(objectType)}`,
    })
    const meaning = meaningOf(answer)
    if (meaning) return { unread: meaning }
    const rows = rowsOf(answer)
    if (!rows) return { unread: { heard: 'nothing' } }
    for (const { name, referencedObjectType, calculated } of rows)
      if (typeof name === 'string' && referencedObjectType === 'OWNER' && calculated !== true)
        read.push({ objectType, property: name })
  }
  return { read }
}

/** How many fields name the owner; `undefined` where it cannot be told. */
export async function countOwned(
  ask: AskHubSpot,
  places: RecordPlaces,
  ownerId: string,
): Promise<number | undefined> {
  if ('unread' in places) return undefined
  let count = 0
  for (const place of places.read) {
    const answer = await ask(searchOf(place, ownerId, 1))
    const total = meaningOf(answer) ? undefined : fieldOf(answer, 'total')
    if (typeof total !== 'number') return undefined
    count += total
  }
  return count
}

/** The next of them, of one place; `null`: none is left. */
export async function ownedRecords(
  ask: AskHubSpot,
  { fromOwnerId, only }: RecordMove,
  placesOf: () => Promise<RecordPlaces>,
): Promise<PortalAnswer> {
  if (only) return stillNamed(ask, only, fromOwnerId)
  const places = await placesOf()
  if ('unread' in places) return places.unread
  for (const place of places.read) {
    const answer = await ask(searchOf(place, fromOwnerId, PAGE))
    const meaning = meaningOf(answer)
    if (meaning) return meaning
    const ids = idsOf(rowsOf(answer))
    if (!ids) return { heard: 'nothing' }
    if (ids.length > 0) return { heard: 'records', records: { ...place, ids } }
  }
  return { heard: 'records', records: null }
}

/** Of these, whoever names the owner at this moment. */
async function stillNamed(
  ask: AskHubSpot,
  only: readonly MovedRecords[],
  ownerId: string,
): Promise<PortalAnswer> {
  for (const { objectType, property, ids } of only)
    for (let from = 0; from < ids.length; from += PAGE) {
      const inputs = ids.slice(from, from + PAGE).map((id) => ({ id }))
      const target = `${BASE}/objects/${encodeURIComponent(objectType)}/batch/read`
      const answer = await ask({
        method: 'POST',
        target,
        body: { inputs, properties: [property] },
      })
      const meaning = meaningOf(answer)
      if (meaning) return meaning
      const rows = rowsOf(answer)
      if (!rows) return { heard: 'nothing' }
      const named = idsOf(rows.filter((row) => valueIn(row, property) === ownerId)) ?? []
      if (named.length > 0)
        return { heard: 'records', records: { objectType, property, ids: named } }
    }
  return { heard: 'records', records: null }
}

export const moveRecordsCall = (
  { objectType, property, ids }: MovedRecords,
  toOwnerId: string,
): HttpCall => ({
  method: 'POST',
  target: `${BASE}/objects/${encodeURIComponent(objectType)}/batch/update`,
  body: { inputs: ids.map((id) => ({ id, properties: { [property]: toOwnerId } })) },
})

const searchOf = (
  { objectType, property }: RecordPlace,
  value: string,
  limit: number,
): HttpCall => ({
  method: 'POST',
  target: `${BASE}/objects/${encodeURIComponent(objectType)}/search`,
  body: {
    filterGroups: [{ filters: [{ propertyName: property, operator: 'EQ', value }] }],
    properties: [property],
    limit,
  },
})

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldOf = (answer: HttpAnswer, field: string): unknown =>
  'body' in answer && isRow(answer.body) ? answer.body[field] : undefined

function rowsOf(answer: HttpAnswer): readonly Row[] | undefined {
  const results = fieldOf(answer, 'results')
  return Array.isArray(results) && results.every(isRow) ? results : undefined
}

function idsOf(rows: readonly Row[] | undefined): readonly string[] | undefined {
  const ids = rows?.map(({ id }) => id)
  return ids?.every((id) => typeof id === 'string') ? ids : undefined
}

const valueIn = ({ properties }: Row, property: string): unknown =>
  isRow(properties) ? properties[property] : undefined
