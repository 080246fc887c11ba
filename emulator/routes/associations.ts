// Associations of one record, and their labels, in v4 and the dated releases.
import { associationScopes, type Access } from '../auth/scopes.ts'
import { MAX_TYPES_PER_PAIR, type LinkType } from '../portal/link-types.ts'
import type { ObjectType } from '../portal/object-types.ts'
import type { StoredRecord } from '../portal/record-store.ts'
import { HubSpotError, invalid, notFound } from '../server/errors.ts'
import { missingFields, objectBody } from '../server/json-body.ts'
import { nextPage, readLimit } from '../server/paging.ts'
import {
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import { findRecord, typeOf } from './params.ts'
import { invalidLinks, refuseIfCreatorLeft } from './record-links.ts'

export const linkScopes = (access: Access) => (call: Call) =>
  associationScopes(typeOf(call, 'from'), typeOf(call, 'to'), access)

const READ = { allowance: 'associations', needs: linkScopes('read') } as const
const WRITE = { allowance: 'associations', needs: linkScopes('write') } as const

export const associationRoutes: readonly Route[] = [
  ...mount(dated('/crm/objects', '/:from', '/crm/v4/objects/:from', '/crm/v3/objects/:from'), [
    { ...READ, method: 'GET', path: '/:id/associations/:to', handle: list },
    { ...WRITE, method: 'PUT', path: '/:id/associations/:to/:toId', handle: label },
    { ...WRITE, method: 'DELETE', path: '/:id/associations/:to/:toId', handle: remove },
    { ...WRITE, method: 'PUT', path: '/:id/associations/default/:to/:toId', handle: associate },
    { ...WRITE, method: 'PUT', path: '/:id/associations/:to/:toId/:name', handle: associateByName },
    { ...WRITE, method: 'DELETE', path: '/:id/associations/:to/:toId/:name', handle: removeByName },
  ]),
  ...mount(
    dated(
      '/crm/associations',
      '/:from/:to',
      '/crm/v4/associations/:from/:to',
      '/crm/associations/v4/:from/:to',
    ),
    [
      { ...READ, method: 'GET', path: '/labels', handle: listLabels },
      { ...WRITE, method: 'POST', path: '/labels', handle: createLabel },
      { ...WRITE, method: 'PUT', path: '/labels', handle: updateLabel },
      { ...WRITE, method: 'DELETE', path: '/labels/:typeId', handle: deleteLabel },
    ],
  ),
]

export type Ends = { from: ObjectType; record: StoredRecord; to: ObjectType; other: StoredRecord }

/** Both records of the path. @throws HubSpotError 404 */
function endsOf(call: Call): Ends {
  const from = typeOf(call, 'from')
  const to = typeOf(call, 'to')
  const record = findRecord(call, from, call.params['id']!, null)
  const other = findRecord(call, to, call.params['toId']!, null)
  if (!record || !other) throw notFound()
  return { from, record, to, other }
}

function list(call: Call): Answer {
  const { world, query, path } = call
  const { links } = world.portal
  const from = typeOf(call, 'from')
  const to = typeOf(call, 'to')
  const record = findRecord(call, from, call.params['id']!, null)
  if (!record) throw notFound()
  const after = Number(query.get('after') ?? 0)
  const all = [...links.of(from, record.id, to)].filter(([id]) => id >= after)
  const limit = readLimit(query, 500, 500)
  const legacy = path.startsWith('/crm/v3/')
  const results = all.slice(0, limit).flatMap(([id, typeIds]): unknown[] =>
    legacy
      ? [...typeIds].map((typeId) => ({
          id: String(id),
          type: links.types.find(from, to, typeId)!.name,
        }))
      : [
          {
            toObjectId: toObjectId(call, id),
            associationTypes: viewTypes(call, from, to, typeIds),
          },
        ],
  )
  const next = all[limit]
  return ok({
    results,
    ...(next ? { paging: nextPage(world.url, path, query, String(next[0])) } : {}),
  })
}

/** Text, as the SDK's models say; numbers in v4 by a switch. */
export const toObjectId = ({ world, path }: Call, id: number): number | string =>
  world.switches.numericAssociationIds && path.includes('/v4/') ? id : String(id)

export function viewTypes(call: Call, from: ObjectType, to: ObjectType, typeIds: Iterable<number>) {
  const { types } = call.world.portal.links
  return [...typeIds].map((typeId) => viewType(types.find(from, to, typeId)!))
}

export const viewType = ({ category, typeId, label: text }: LinkType) => ({
  category,
  typeId,
  label: text,
})

/** The types of a body `[{associationCategory, associationTypeId}]`, each of which must exist. */
export function typesOf(call: Call, from: ObjectType, to: ObjectType, raw: unknown): number[] {
  if (!Array.isArray(raw) || raw.length === 0) throw missingFields(['types'])
  return raw.map((one) => {
    const { associationTypeId, associationCategory } = objectBody(one)
    if (associationTypeId === undefined || associationCategory === undefined) {
      throw missingFields(['associationCategory', 'associationTypeId'])
    }
    const typeId = Number(associationTypeId)
    if (!call.world.portal.links.types.find(from, to, typeId))
      throw invalidLinks(['INVALID_ASSOCIATION_TYPE'])
    return typeId
  })
}

/** Replaces the labels between two records; an association without a label is always kept. */
function label(call: Call): Answer {
  refuseIfCreatorLeft(call)
  const { from, record, to, other } = endsOf(call)
  const typeIds = typesOf(call, from, to, call.body)
  const { links } = call.world.portal
  links.remove(from, record.id, to, other.id)
  connect(call, { from, record, to, other }, typeIds)
  const labels = viewTypes(call, from, to, typeIds).flatMap((type) =>
    type.label === null ? [] : [type.label],
  )
  return {
    status: 201,
    body: {
      fromObjectTypeId: from.typeId,
      fromObjectId: toObjectId(call, record.id),
      toObjectTypeId: to.typeId,
      toObjectId: toObjectId(call, other.id),
      labels,
    },
  }
}

function associate(call: Call): Answer {
  refuseIfCreatorLeft(call)
  const ends = endsOf(call)
  connect(call, ends, [])
  return ok(completed(call, defaultPair(call, ends)))
}

/** Adds the types and the unlabelled one; a first company becomes the primary one. */
export function connect(
  call: Call,
  { from, record, to, other }: Ends,
  typeIds: readonly number[],
): void {
  const { links } = call.world.portal
  const hasHubSpotDefault = links.types.default(from, to)
  const primary = links.types.primary(from, to)
  const first =
    primary !== undefined && to.typeId === '0-2' && links.of(from, record.id, to).size === 0
  links.add(from, record.id, to, other.id, [
    hasHubSpotDefault.typeId,
    ...(first ? [primary.typeId] : []),
    ...typeIds,
  ])
}

/** What an association by default answers with: one item for each direction. */
export function defaultPair(call: Call, { from, record, to, other }: Ends) {
  const { types } = call.world.portal.links
  const item = (a: ObjectType, aId: number, b: ObjectType, bId: number) => {
    const { category, typeId } = types.default(a, b)
    return {
      from: { id: String(aId) },
      to: { id: String(bId) },
      associationSpec: { associationCategory: category, associationTypeId: typeId },
    }
  }
  return [item(from, record.id, to, other.id), item(to, other.id, from, record.id)]
}

export function completed(call: Call, results: readonly unknown[]) {
  const at = new Date(call.now).toISOString()
  return { status: 'COMPLETE', results, startedAt: at, completedAt: at }
}

function remove(call: Call): Answer {
  refuseIfCreatorLeft(call)
  const from = typeOf(call, 'from')
  const to = typeOf(call, 'to')
  const [id, toId] = [call.params['id']!, call.params['toId']!].map(Number)
  call.world.portal.links.remove(from, id!, to, toId!)
  return NO_CONTENT
}

/** v3: the association type is named in the path, by id or by name. */
function namedType(call: Call, from: ObjectType, to: ObjectType): LinkType {
  const name = call.params['name']!
  const type = call.world.portal.links.types
    .between(from, to)
    .find((one) => String(one.typeId) === name || one.name === name)
  if (!type) throw invalid(`Unknown association type: ${name}`)
  return type
}

function associateByName(call: Call): Answer {
  refuseIfCreatorLeft(call)
  const ends = endsOf(call)
  connect(call, ends, [namedType(call, ends.from, ends.to).typeId])
  const { portal } = call.world
  return ok({
    id: String(ends.record.id),
    properties: { hs_object_id: String(ends.record.id) },
    createdAt: new Date(ends.record.createdAt).toISOString(),
    updatedAt: new Date(ends.record.updatedAt).toISOString(),
    archived: false,
    associations: {
      [ends.to.plural]: {
        results: [...portal.links.of(ends.from, ends.record.id, ends.to)].flatMap(([id, typeIds]) =>
          [...typeIds].map((typeId) => ({
            id: String(id),
            type: portal.links.types.find(ends.from, ends.to, typeId)!.name,
          })),
        ),
      },
    },
  })
}

function removeByName(call: Call): Answer {
  const { from, record, to, other } = endsOf(call)
  call.world.portal.links.remove(from, record.id, to, other.id, [namedType(call, from, to).typeId])
  return NO_CONTENT
}

function listLabels(call: Call): Answer {
  const types = call.world.portal.links.types.between(typeOf(call, 'from'), typeOf(call, 'to'))
  return ok({ results: types.map(viewType) })
}

function createLabel(call: Call): Answer {
  const from = typeOf(call, 'from')
  const to = typeOf(call, 'to')
  const body = objectBody(call.body)
  if (typeof body['label'] !== 'string' || typeof body['name'] !== 'string') {
    throw missingFields(['label', 'name'].filter((name) => typeof body[name] !== 'string'))
  }
  const { types } = call.world.portal.links
  if (types.between(from, to).length >= MAX_TYPES_PER_PAIR) {
    throw new HubSpotError(437, {
      status: 'error',
      message: `No more than ${MAX_TYPES_PER_PAIR} association types are allowed between ${from.typeId} and ${to.typeId}`,
    })
  }
  const inverse = typeof body['inverseLabel'] === 'string' ? body['inverseLabel'] : null
  return ok({
    results: types.addLabel(from, to, body['name'], body['label'], inverse).map(viewType),
  })
}

function updateLabel(call: Call): Answer {
  const body = objectBody(call.body)
  const { associationTypeId, label: text, inverseLabel } = body
  if (associationTypeId === undefined || typeof text !== 'string') {
    throw missingFields(['associationTypeId', 'label'].filter((name) => body[name] === undefined))
  }
  const inverse = typeof inverseLabel === 'string' ? inverseLabel : null
  const { types } = call.world.portal.links
  const done = types.relabel(
    typeOf(call, 'from'),
    typeOf(call, 'to'),
    Number(associationTypeId),
    text,
    inverse,
  )
  if (!done) throw notFound()
  return NO_CONTENT
}

function deleteLabel(call: Call): Answer {
  const { types } = call.world.portal.links
  const done = types.removeLabel(
    typeOf(call, 'from'),
    typeOf(call, 'to'),
    Number(call.params['typeId']),
  )
  if (!done) throw notFound()
  return NO_CONTENT
}
