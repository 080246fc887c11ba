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

/**
 * By owner id, how many fields name them; whoever cannot be told is left out. Asked of a hundred at a
 * time: HubSpot allows few searches a second, and most who leave own nothing.
 */
export async function countOwned(
  ask: AskHubSpot,
  places: RecordPlaces,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  if ('unread' in places) return counts
  for (let from = 0; from < ownerIds.length; from += PAGE) {
    const owners = ownerIds.slice(from, from + PAGE)
    const found = new Map(owners.map((id) => [id, 0]))
    let told = true
    for (const place of places.read) told &&= await countAt(ask, place, owners, found)
    if (told) for (const [id, count] of found) counts.set(id, count)
  }
  return counts
}

/** Adds what one place has of these owners. @returns false where HubSpot did not say */
async function countAt(
  ask: AskHubSpot,
  place: RecordPlace,
  owners: readonly string[],
  found: Map<string, number>,
): Promise<boolean> {
  const answer = await ask(searchOf(place, owners, PAGE))
  const total = meaningOf(answer) ? undefined : fieldOf(answer, 'total')
  const rows = rowsOf(answer)
  if (typeof total !== 'number' || !rows) return false
  const add = (id: string, count: number) => void found.set(id, (found.get(id) ?? 0) + count)
  const [only, ...others] = owners
  if (only === undefined || total === 0) return true
  if (others.length === 0) {
    add(only, total)
    return true
  }
  if (total === rows.length) {
    const named = rows.map((row) => valueIn(row, place.property))
    if (!named.every((id) => typeof id === 'string' && found.has(id))) return false
    for (const id of named) add(id as string, 1)
    return true
  }
  // More than one page has: of fewer people it may be less.
  const half = Math.ceil(owners.length / 2)
  return (
    (await countAt(ask, place, owners.slice(0, half), found)) &&
    (await countAt(ask, place, owners.slice(half), found))
  )
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
    const answer = await ask(searchOf(place, [fromOwnerId], PAGE))
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
  values: readonly string[],
  limit: number,
): HttpCall => ({
  method: 'POST',
  target: `${BASE}/objects/${encodeURIComponent(objectType)}/search`,
  body: {
    filterGroups: [
      {
        filters: [
          values.length === 1
            ? { propertyName: property, operator: 'EQ', value: values[0] }
            : { propertyName: property, operator: 'IN', values },
        ],
      },
    ],
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
