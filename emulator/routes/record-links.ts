// Associations as records and searches show them: `?associations=` on a read, `associations` in a
// create, `associations.x` in a search filter.
import type { Filter } from '../portal/search-filter.ts'
import { problem } from '../portal/search-filter.ts'
import type { ObjectType } from '../portal/object-types.ts'
import type { StoredRecord } from '../portal/record-store.ts'
import { badRequest, type HubSpotError, invalid } from '../server/errors.ts'
import { objectBody } from '../server/json-body.ts'
import type { Call } from '../server/route.ts'
import { findType } from './params.ts'

/** How many associated ids a read shows before it pages. */
const SHOWN = 500

export function readAssociations(
  call: Call,
  type: ObjectType,
  record: StoredRecord,
  names: readonly string[],
): { associations?: Record<string, unknown> } {
  if (names.length === 0) return {}
  const { links } = call.world.portal
  const associations: Record<string, unknown> = {}
  for (const name of names) {
    const to = findType(call, name)
    const results = [...links.of(type, record.id, to)].flatMap(([id, typeIds]) =>
      [...typeIds].map((typeId) => ({
        id: String(id),
        type: links.types.find(type, to, typeId)!.name,
      })),
    )
    if (results.length === 0) continue
    associations[to.custom?.fullyQualifiedName ?? to.plural] = {
      results: results.slice(0, SHOWN),
      ...(results.length > SHOWN ? { paging: { next: { after: results[SHOWN]!.id } } } : {}),
    }
  }
  return Object.keys(associations).length > 0 ? { associations } : {}
}

type NewLink = { to: ObjectType; toId: number; typeIds: number[] }

/** `associations` of a create: checked before the record is written, applied after. */
export const linkNew = {
  check(call: Call, type: ObjectType, raw: unknown): NewLink[] {
    if (raw === undefined || raw === null) return []
    if (!Array.isArray(raw)) throw invalid('associations must be a list')
    if (raw.length > 0) refuseIfCreatorLeft(call)
    return raw.map((one) => {
      const link = objectBody(one)
      const target = objectBody(link['to'])
      const given = Array.isArray(link['types'])
        ? link['types'].map((each) => objectBody(each))
        : []
      const typeIds = given.map((each) => Number(each['associationTypeId']))
      const to = targetOf(call, type, typeIds)
      const toId = Number(target['id'])
      const record = to ? call.world.portal.store(to).get(toId) : undefined
      if (!to || !record || record.archived) throw invalidLinks(['INVALID_OBJECT_IDS'])
      return { to, toId, typeIds }
    })
  },
  apply(call: Call, type: ObjectType, id: number, links: readonly NewLink[]): void {
    for (const { to, toId, typeIds } of links) {
      call.world.portal.links.add(type, id, to, toId, typeIds)
    }
  },
}

/** The object type that these association types lead to. */
function targetOf(
  call: Call,
  type: ObjectType,
  typeIds: readonly number[],
): ObjectType | undefined {
  const { portal } = call.world
  return portal.types
    .list()
    .find(
      (to) =>
        typeIds.length > 0 && typeIds.every((typeId) => portal.links.types.find(type, to, typeId)),
    )
}

/** Seen when the private app's creator left the account or lost rights (SLK 2024-05-26). */
export function refuseIfCreatorLeft(call: Call): void {
  if (call.world.switches.creatorRemoved) throw invalidLinks(['USER_DOES_NOT_HAVE_PERMISSIONS'])
}

export const invalidLinks = (results: readonly string[]): HubSpotError =>
  badRequest('one or more associations are not valid', {
    errors: [{ context: { validationResult: results } }],
    category: 'BAD_REQUEST',
  })

/** The ids of records of `type` that are associated with the record(s) that the filter names. */
export function idsAssociatedWith(
  call: Call,
  type: ObjectType,
  filter: Filter,
): ReadonlySet<number> {
  const { portal } = call.world
  const other = portal.types.find(filter.propertyName.slice('associations.'.length))
  if (!other || other.custom || !['EQ', 'IN', 'NEQ', 'NOT_IN'].includes(filter.operator))
    throw problem()
  const values = filter.values ?? (filter.value === undefined ? [] : [filter.value])
  if (values.length === 0) throw problem()
  return new Set(values.flatMap((id) => [...portal.links.of(other, Number(id), type).keys()]))
}
