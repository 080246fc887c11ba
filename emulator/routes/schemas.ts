// The schemas of custom object types: definition, properties, associations.
import { isoInstant } from '../clock.ts'
import { customType, type ObjectType } from '../portal/object-types.ts'
import { readProperty } from '../portal/property-input.ts'
import { conflict, gated, invalid, objectNotFound } from '../server/errors.ts'
import { arrayField, missingFields, objectBody, type Json } from '../server/json-body.ts'
import { readFlag } from '../server/paging.ts'
import {
  created,
  dated,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import { viewProperty } from './properties.ts'

const READ = { any: ['crm.schemas.custom.read', 'crm.objects.custom.read'] }
const WRITE = { any: ['crm.schemas.custom.write'] }

export const schemaRoutes: readonly Route[] = mount(
  dated('/crm-object-schemas', '/schemas', '/crm-object-schemas/v3/schemas', '/crm/v3/schemas'),
  [
    { method: 'GET', path: '', needs: READ, handle: list },
    { method: 'POST', path: '', needs: WRITE, handle: create },
    { method: 'POST', path: '/batch/read', needs: READ, handle: batchRead },
    { method: 'GET', path: '/:schema', needs: READ, handle: read },
    { method: 'PATCH', path: '/:schema', needs: WRITE, handle: update },
    { method: 'DELETE', path: '/:schema', needs: WRITE, handle: remove },
    { method: 'POST', path: '/:schema/associations', needs: WRITE, handle: associate },
  ],
)

function list(call: Call): Answer {
  const custom = call.world.portal.types.list().filter((type) => type.custom)
  return ok({
    results: readFlag(call.query, 'archived') ? [] : custom.map((type) => viewSchema(call, type)),
  })
}

/** Standard types can be read too, by name; custom ones by any alias. */
function read(call: Call): Answer {
  return ok(viewSchema(call, needType(call)))
}

function batchRead(call: Call): Answer {
  const names = arrayField(objectBody(call.body), 'inputs').map((input) =>
    typeof input === 'string' ? input : String(objectBody(input)['id']),
  )
  const found = names.flatMap((name) => call.world.portal.types.find(name) ?? [])
  const at = isoInstant(call.now)
  const results = found.map((type) => viewSchema(call, type))
  return ok({ status: 'COMPLETE', results, startedAt: at, completedAt: at })
}

function needType(call: Call): ObjectType {
  const name = call.params['schema']!
  const type = call.world.portal.types.find(name)
  if (!type) throw objectNotFound(`Unable to infer object type from: ${name}`)
  return type
}

function create(call: Call): Answer {
  const { portal, switches } = call.world
  if (switches.enterpriseGates && portal.identity.tier !== 'enterprise')
    throw gated('Custom objects')
  const body = objectBody(call.body)
  const labels = objectBody(body['labels'] ?? {})
  const missing = [
    ...['name', 'requiredProperties', 'properties'].filter((name) => body[name] === undefined),
    ...['singular', 'plural']
      .filter((name) => typeof labels[name] !== 'string')
      .map((name) => `labels.${name}`),
  ]
  if (missing.length > 0) throw missingFields(missing)
  const name = String(body['name'])
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw invalid(`Invalid object type name: ${name}`)
  if (portal.types.find(name)) {
    throw conflict(`An object type named '${name}' already exists.`, {
      category: 'OBJECT_ALREADY_EXISTS',
    })
  }
  const properties = arrayField(body, 'properties').map((raw) =>
    readProperty(
      { groupName: 'customobjectinformation', fieldType: 'text', ...objectBody(raw) },
      call.now,
    ),
  )
  const names = (field: string) => (Array.isArray(body[field]) ? body[field].map(String) : [])
  const type = portal.addType(
    customType(portal.types.nextCustomId(), portal.identity.portalId, name, {
      label: { singular: String(labels['singular']), plural: String(labels['plural']) },
      required: names('requiredProperties'),
      searchable: names('searchableProperties'),
      primary: String(body['primaryDisplayProperty'] ?? properties[0]?.name ?? 'hs_object_id'),
      secondary: names('secondaryDisplayProperties'),
    }),
  )
  for (const property of properties) portal.properties.put(type.typeId, property)
  return created(viewSchema(call, type))
}

function update(call: Call): Answer {
  const type = needCustom(call)
  const body = objectBody(call.body)
  const labels = objectBody(body['labels'] ?? {})
  const names = (field: string): Json =>
    Array.isArray(body[field]) ? { [FIELDS[field]!]: body[field].map(String) } : {}
  Object.assign(
    type,
    names('requiredProperties'),
    names('searchableProperties'),
    names('secondaryDisplayProperties'),
  )
  if (typeof body['primaryDisplayProperty'] === 'string')
    type.primary = body['primaryDisplayProperty']
  if (typeof labels['singular'] === 'string') type.label.singular = labels['singular']
  if (typeof labels['plural'] === 'string') type.label.plural = labels['plural']
  return ok(viewSchema(call, type))
}

const FIELDS: Record<string, string> = {
  requiredProperties: 'required',
  searchableProperties: 'searchable',
  secondaryDisplayProperties: 'secondary',
}

/** A type that still has records cannot be removed. */
function remove(call: Call): Answer {
  const type = needCustom(call)
  if (call.world.portal.store(type).size > 0) {
    throw invalid(`Cannot delete object type ${type.typeId}: there are still records of it.`)
  }
  call.world.portal.types.remove(type)
  return NO_CONTENT
}

function needCustom(call: Call): ObjectType {
  const type = needType(call)
  if (!type.custom) throw invalid(`${type.name} is not a custom object type`)
  return type
}

function associate(call: Call): Answer {
  const from = needType(call)
  const body = objectBody(call.body)
  const { toObjectTypeId, name } = body
  if (toObjectTypeId === undefined) throw missingFields(['toObjectTypeId'])
  const to = call.world.portal.types.find(String(toObjectTypeId))
  if (!to) throw objectNotFound(`Unable to infer object type from: ${String(toObjectTypeId)}`)
  const { typeId } = call.world.portal.links.types.default(from, to)
  return created({
    id: String(typeId),
    fromObjectTypeId: from.typeId,
    toObjectTypeId: to.typeId,
    name: typeof name === 'string' ? name : `${from.name}_to_${to.name}`,
    createdAt: isoInstant(call.now),
    updatedAt: isoInstant(call.now),
  })
}

function viewSchema(call: Call, type: ObjectType) {
  const { portal } = call.world
  const at = isoInstant(portal.createdAt)
  return {
    id: type.typeId.replace(/^\d+-/, ''),
    objectTypeId: type.typeId,
    name: type.name,
    fullyQualifiedName: type.custom?.fullyQualifiedName ?? type.name.toUpperCase(),
    labels: type.label,
    primaryDisplayProperty: type.primary,
    secondaryDisplayProperties: type.secondary,
    requiredProperties: type.required,
    searchableProperties: type.searchable,
    properties: portal.properties.list(type.typeId).map(viewProperty),
    associations: ['0-1', '0-2', '0-3', '0-5'].flatMap((id) => {
      const to = portal.types.find(id)!
      return portal.links.types.between(type, to).map((link) => ({
        id: String(link.typeId),
        fromObjectTypeId: type.typeId,
        toObjectTypeId: to.typeId,
        name: link.name,
        createdAt: at,
        updatedAt: at,
      }))
    }),
    archived: false,
    createdAt: at,
    updatedAt: at,
  }
}
