// Associations in batches: read, create, default, labels, archive; and v3's older forms of them.
import type { ObjectType } from '../portal/object-types.ts'
import { HubSpotError } from '../server/errors.ts'
import { missingFields, objectBody, type Json } from '../server/json-body.ts'
import {
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import {
  connect,
  defaultPair,
  linkScopes,
  toObjectId,
  typesOf,
  viewTypes,
  type Ends,
} from './associations.ts'
import { complete, inputsOf } from './batches.ts'
import { findRecord, typeOf } from './params.ts'
import { refuseIfCreatorLeft } from './record-links.ts'

const READ = { method: 'POST', allowance: 'associations', needs: linkScopes('read') } as const
const WRITE = { method: 'POST', allowance: 'associations', needs: linkScopes('write') } as const

/** Official ceilings. */
const MAX_READ = 1000
const MAX_WRITE = 2000

export const associationBatchRoutes: readonly Route[] = [
  ...mount(dated('/crm/associations', '/:from/:to', '/crm/v4/associations/:from/:to'), [
    { ...READ, path: '/batch/read', handle: batchRead },
    { ...WRITE, path: '/batch/create', handle: batchCreate },
    { ...WRITE, path: '/batch/associate/default', handle: batchDefault },
    { ...WRITE, path: '/batch/archive', handle: batchArchive },
    { ...WRITE, path: '/batch/labels/archive', handle: batchUnlabel },
  ]),
  ...mount(
    ['/crm/v3/associations/:from/:to'],
    [
      { ...READ, path: '/batch/read', handle: legacyRead },
      { ...WRITE, path: '/batch/create', handle: legacyCreate },
      { ...WRITE, path: '/batch/archive', handle: legacyArchive },
      { ...READ, method: 'GET', path: '/types', handle: legacyTypes },
    ],
  ),
]

const pair = (call: Call): [ObjectType, ObjectType] => [typeOf(call, 'from'), typeOf(call, 'to')]

/** Ids in a body come as `{id}`. */
function idOf(input: Json, end: 'from' | 'to'): string {
  const { id } = objectBody(input[end] ?? {})
  if (id === undefined) throw missingFields([end])
  return String(id)
}

function batchRead(call: Call): Answer {
  const [from, to] = pair(call)
  const { links } = call.world.portal
  const results: unknown[] = []
  const missing: string[] = []
  for (const input of inputsOf(objectBody(call.body), MAX_READ)) {
    const id = String(input['id'])
    const linked = links.of(from, Number(id), to)
    if (linked.size === 0) missing.push(id)
    else {
      results.push({
        from: { id },
        to: [...linked].map(([toId, typeIds]) => ({
          toObjectId: toObjectId(call, toId),
          associationTypes: viewTypes(call, from, to, typeIds),
        })),
      })
    }
  }
  return complete(call, 200, results, noneFound(from, to, missing))
}

const noneFound = (from: ObjectType, to: ObjectType, ids: readonly string[]) =>
  ids.map((id) => ({
    status: 'error' as const,
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${to.name} is associated with ${from.name} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [from.name], toObjectType: [to.name] },
  }))

/** The records of one input, or the error that stands for them in a 207. */
function resolve(
  call: Call,
  from: ObjectType,
  to: ObjectType,
  input: Json,
): Ends | ReturnType<typeof lost> {
  const [id, toId] = [idOf(input, 'from'), idOf(input, 'to')]
  const record = findRecord(call, from, id, null)
  const other = findRecord(call, to, toId, null)
  return record && other
    ? { from, record, to, other }
    : lost(record ? to : from, record ? toId : id)
}

const lost = (type: ObjectType, id: string) => ({
  status: 'error' as const,
  category: 'OBJECT_NOT_FOUND',
  message: `One or more of the ${type.name} objects do not exist.`,
  context: { ids: [id] },
})

function eachPair(call: Call, max: number, act: (ends: Ends, input: Json) => unknown[]) {
  refuseIfCreatorLeft(call)
  const [from, to] = pair(call)
  const results: unknown[] = []
  const errors: ReturnType<typeof lost>[] = []
  for (const input of inputsOf(objectBody(call.body), max)) {
    const found = resolve(call, from, to, input)
    if ('status' in found) errors.push(found)
    else results.push(...act(found, input))
  }
  return { results, errors }
}

function batchCreate(call: Call): Answer {
  const { results, errors } = eachPair(call, MAX_WRITE, (ends, input) => {
    const typeIds = typesOf(call, ends.from, ends.to, input['types'])
    connect(call, ends, typeIds)
    const labels = viewTypes(call, ends.from, ends.to, typeIds).flatMap((type) =>
      type.label === null ? [] : [type.label],
    )
    return [
      {
        fromObjectTypeId: ends.from.typeId,
        fromObjectId: toObjectId(call, ends.record.id),
        toObjectTypeId: ends.to.typeId,
        toObjectId: toObjectId(call, ends.other.id),
        labels,
      },
    ]
  })
  return complete(call, 201, results, errors)
}

function batchDefault(call: Call): Answer {
  const { results, errors } = eachPair(call, MAX_WRITE, (ends) => {
    connect(call, ends, [])
    return defaultPair(call, ends)
  })
  return complete(call, 200, results, errors)
}

/** `{from:{id}, to:[{id}]}`; pairs that are not associated are passed over. */
function batchArchive(call: Call): Answer {
  refuseIfCreatorLeft(call)
  const [from, to] = pair(call)
  for (const input of inputsOf(objectBody(call.body), MAX_WRITE)) {
    const targets = Array.isArray(input['to']) ? input['to'] : [input['to']]
    for (const target of targets) {
      const toId = Number(objectBody(target)['id'])
      call.world.portal.links.remove(from, Number(idOf(input, 'from')), to, toId)
    }
  }
  return NO_CONTENT
}

function batchUnlabel(call: Call): Answer {
  refuseIfCreatorLeft(call)
  const [from, to] = pair(call)
  for (const input of inputsOf(objectBody(call.body), MAX_WRITE)) {
    const typeIds = typesOf(call, from, to, input['types'])
    call.world.portal.links.remove(
      from,
      Number(idOf(input, 'from')),
      to,
      Number(idOf(input, 'to')),
      typeIds,
    )
  }
  return NO_CONTENT
}

function legacyRead(call: Call): Answer {
  const [from, to] = pair(call)
  const { links } = call.world.portal
  const results: unknown[] = []
  const missing: string[] = []
  for (const input of inputsOf(objectBody(call.body), MAX_READ)) {
    const id = String(input['id'])
    const targets = [...links.of(from, Number(id), to)].flatMap(([toId, typeIds]) =>
      [...typeIds].map((typeId) => ({
        id: String(toId),
        type: links.types.find(from, to, typeId)!.name,
      })),
    )
    if (targets.length === 0) missing.push(id)
    else results.push({ from: { id }, to: targets })
  }
  return complete(call, 200, results, noneFound(from, to, missing))
}

function legacyType(call: Call, from: ObjectType, to: ObjectType, input: Json) {
  const name = String(input['type'])
  const type = call.world.portal.links.types
    .between(from, to)
    .find((one) => one.name === name || String(one.typeId) === name)
  if (!type) {
    throw new HubSpotError(400, {
      status: 'error',
      message: `Unknown association type: ${name}`,
      category: 'VALIDATION_ERROR',
    })
  }
  return type
}

function legacyCreate(call: Call): Answer {
  const { results, errors } = eachPair(call, MAX_WRITE, (ends, input) => {
    const type = legacyType(call, ends.from, ends.to, input)
    connect(call, ends, [type.typeId])
    return [
      { from: { id: String(ends.record.id) }, to: { id: String(ends.other.id) }, type: type.name },
    ]
  })
  return complete(call, 201, results, errors)
}

function legacyArchive(call: Call): Answer {
  const [from, to] = pair(call)
  for (const input of inputsOf(objectBody(call.body), MAX_WRITE)) {
    const { typeId } = legacyType(call, from, to, input)
    call.world.portal.links.remove(
      from,
      Number(idOf(input, 'from')),
      to,
      Number(idOf(input, 'to')),
      [typeId],
    )
  }
  return NO_CONTENT
}

function legacyTypes(call: Call): Answer {
  const [from, to] = pair(call)
  const types = call.world.portal.links.types.between(from, to)
  return ok({ results: types.map(({ typeId, name }) => ({ id: String(typeId), name })) })
}
