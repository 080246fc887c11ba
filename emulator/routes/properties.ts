// Property definitions and their groups.
import { schemaScopes, type Access } from '../auth/scopes.ts'
import { isoInstant } from '../clock.ts'
import type { ObjectType } from '../portal/object-types.ts'
import type { Property } from '../portal/property.ts'
import type { PropertyGroup } from '../portal/property-book.ts'
import { readProperty } from '../portal/property-input.ts'
import { conflict, type HubSpotError, invalid, objectNotFound } from '../server/errors.ts'
import { arrayField, missingFields, objectBody } from '../server/json-body.ts'
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
import { typeOf } from './params.ts'

const scopes = (access: Access) => (call: Call) => schemaScopes(typeOf(call), access)
const READ = scopes('read')
const WRITE = scopes('write')

export const propertyRoutes: readonly Route[] = mount(
  dated('/crm/properties', '/:type', '/crm/v3/properties/:type'),
  [
    { method: 'GET', path: '', needs: READ, handle: list },
    { method: 'POST', path: '', needs: WRITE, handle: create },
    { method: 'POST', path: '/batch/read', needs: READ, handle: batchRead },
    { method: 'POST', path: '/batch/create', needs: WRITE, handle: batchCreate },
    { method: 'POST', path: '/batch/archive', needs: WRITE, handle: batchArchive },
    { method: 'GET', path: '/groups', needs: READ, handle: listGroups },
    { method: 'POST', path: '/groups', needs: WRITE, handle: createGroup },
    { method: 'GET', path: '/groups/:group', needs: READ, handle: readGroup },
    { method: 'PATCH', path: '/groups/:group', needs: WRITE, handle: updateGroup },
    { method: 'DELETE', path: '/groups/:group', needs: WRITE, handle: archiveGroup },
    { method: 'GET', path: '/:property', needs: READ, handle: read },
    { method: 'PATCH', path: '/:property', needs: WRITE, handle: update },
    { method: 'DELETE', path: '/:property', needs: WRITE, handle: archive },
  ],
)

/** Sensitive properties are listed only when `dataSensitivity` asks for them. */
function list(call: Call): Answer {
  const type = typeOf(call)
  const wanted = call.query.get('dataSensitivity') ?? 'non_sensitive'
  const results = call.world.portal.properties
    .list(type.typeId, readFlag(call.query, 'archived'))
    .filter((property) => property.dataSensitivity === wanted)
    .map(viewProperty)
  return ok({ results })
}

function read(call: Call): Answer {
  return ok(viewProperty(needProperty(call, typeOf(call), readFlag(call.query, 'archived'))))
}

function create(call: Call): Answer {
  return created(viewProperty(createOne(call, typeOf(call), call.body)))
}

/** An archived name comes back with what the new definition says, and its values return with it. */
function createOne(call: Call, type: ObjectType, raw: unknown): Property {
  const { properties } = call.world.portal
  const property = readProperty(raw, call.now)
  if (!properties.groups(type.typeId).has(property.groupName)) {
    throw invalid(`Property group '${property.groupName}' does not exist.`)
  }
  if (properties.live(type.typeId, property.name)) throw nameTaken(property.name)
  if (properties.list(type.typeId).filter((one) => !one.hubspotDefined).length >= 1000) {
    throw invalid('You have reached the limit of 1000 custom properties for this object type.')
  }
  if (property.hasUniqueValue && properties.uniqueNames(type.typeId).length >= 10) {
    throw invalid('You have reached the limit of 10 unique-value properties for this object type.')
  }
  properties.put(type.typeId, property)
  return property
}

export const nameTaken = (name: string): HubSpotError =>
  conflict(`A property named '${name}' already exists.`, {
    category: 'OBJECT_ALREADY_EXISTS',
    subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
  })

function update(call: Call): Answer {
  const type = typeOf(call)
  const before = needProperty(call, type, false)
  const body = objectBody(call.body)
  const after = {
    ...readProperty({ ...viewProperty(before), ...body, name: before.name }, call.now),
    hubspotDefined: before.hubspotDefined,
    readOnlyValue: before.readOnlyValue,
    calculated: before.calculated,
    createdAt: before.createdAt,
  }
  call.world.portal.properties.put(type.typeId, after)
  return ok(viewProperty(after))
}

function archive(call: Call): Answer {
  archiveOne(call, typeOf(call), call.params['property']!)
  return NO_CONTENT
}

function archiveOne(call: Call, type: ObjectType, name: string): void {
  const { properties } = call.world.portal
  const property = properties.live(type.typeId, name)
  if (!property) return
  if (property.hubspotDefined) {
    throw invalid(`Cannot archive the HubSpot-defined property '${name}'.`)
  }
  properties.put(type.typeId, { ...property, archived: true, archivedAt: call.now })
}

function batchRead(call: Call): Answer {
  const type = typeOf(call)
  const body = objectBody(call.body)
  const names = arrayField(body, 'inputs').map((input) => String(objectBody(input)['name']))
  const archived = body['archived'] === true
  const found = call.world.portal.properties.list(type.typeId, archived)
  return batch(
    call,
    200,
    names.flatMap((name) => found.filter((property) => property.name === name)),
  )
}

function batchCreate(call: Call): Answer {
  const type = typeOf(call)
  const inputs = arrayField(objectBody(call.body), 'inputs')
  return batch(
    call,
    201,
    inputs.map((input) => createOne(call, type, input)),
  )
}

function batchArchive(call: Call): Answer {
  const type = typeOf(call)
  for (const input of arrayField(objectBody(call.body), 'inputs')) {
    archiveOne(call, type, String(objectBody(input)['name']))
  }
  return NO_CONTENT
}

function batch(call: Call, status: number, properties: readonly Property[]): Answer {
  const at = isoInstant(call.now)
  return {
    status,
    body: {
      status: 'COMPLETE',
      results: properties.map(viewProperty),
      startedAt: at,
      completedAt: at,
    },
  }
}

function needProperty(call: Call, type: ObjectType, archived: boolean): Property {
  const name = call.params['property']!
  const property = call.world.portal.properties.find(type.typeId, name)
  if (!property || property.archived !== archived) {
    throw objectNotFound(`Property ${name} does not exist on object type ${type.typeId}`)
  }
  return property
}

function groupsOf(call: Call): Map<string, PropertyGroup> {
  return call.world.portal.properties.groups(typeOf(call).typeId)
}

function needGroup(call: Call): PropertyGroup {
  const group = groupsOf(call).get(call.params['group']!)
  if (!group) throw objectNotFound(`Property group ${call.params['group']} does not exist`)
  return group
}

function listGroups(call: Call): Answer {
  return ok({ results: [...groupsOf(call).values()] })
}

function readGroup(call: Call): Answer {
  return ok(needGroup(call))
}

function createGroup(call: Call): Answer {
  const groups = groupsOf(call)
  const { name, label, displayOrder } = objectBody(call.body)
  if (typeof name !== 'string' || typeof label !== 'string') {
    throw missingFields(typeof name === 'string' ? ['label'] : ['name'])
  }
  if (groups.has(name)) {
    throw conflict(`A property group named '${name}' already exists.`, {
      category: 'OBJECT_ALREADY_EXISTS',
    })
  }
  const group = { name, label, displayOrder: Number(displayOrder ?? -1), archived: false }
  groups.set(name, group)
  return created(group)
}

function updateGroup(call: Call): Answer {
  const group = needGroup(call)
  const { label, displayOrder } = objectBody(call.body)
  if (typeof label === 'string') group.label = label
  if (typeof displayOrder === 'number') group.displayOrder = displayOrder
  return ok(group)
}

function archiveGroup(call: Call): Answer {
  groupsOf(call).delete(call.params['group']!)
  return NO_CONTENT
}

export function viewProperty(property: Property) {
  const { createdAt, updatedAt, archivedAt, readOnlyValue, ...shown } = property
  return {
    ...shown,
    createdAt: isoInstant(createdAt),
    updatedAt: isoInstant(updatedAt),
    ...(archivedAt === undefined ? {} : { archivedAt: isoInstant(archivedAt) }),
    externalOptions: property.referencedObjectType !== undefined,
    modificationMetadata: {
      archivable: !property.hubspotDefined,
      readOnlyDefinition: property.hubspotDefined,
      readOnlyValue,
    },
  }
}
