// What object routes read from a call: the type and the record that the path names, and the writer
// that a handler needs. Each refuses in HubSpot's words.
import type { ObjectType } from '../portal/object-types.ts'
import type { StoredRecord } from '../portal/record-store.ts'
import type { Writer } from '../portal/writes.ts'
import { invalid, notFound, unknownObjectType } from '../server/errors.ts'
import type { Call } from '../server/route.ts'

/** @throws HubSpotError 400 "Unable to infer object type from" */
export function typeOf(call: Call, param = 'type'): ObjectType {
  return findType(call, call.params[param]!)
}

export function findType(call: Call, name: string): ObjectType {
  const type = call.world.portal.types.find(name)
  if (!type) throw unknownObjectType(name)
  return type
}

export function writerOf(call: Call, type: ObjectType): Writer {
  const { world } = call
  return {
    portal: world.portal,
    type,
    now: call.now,
    appId: call.token.appId,
    requiredProperties: world.switches.requiredProperties[type.typeId] ?? [],
    conditionalRules: world.switches.conditionalRequired.filter(
      (rule) => rule.objectType === type.typeId,
    ),
    searchLagMs: world.faults.searchLagMs(),
  }
}

/** The record that an id, or a unique property's value, names: live ones, or archived ones. */
export function findRecord(
  call: Call,
  type: ObjectType,
  id: string,
  idProperty: string | null,
  archived = false,
): StoredRecord | undefined {
  const store = call.world.portal.store(type)
  const record =
    idProperty === null || idProperty === '' || idProperty === 'hs_object_id'
      ? store.get(/^\d{1,16}$/.test(id) ? Number(id) : Number.NaN)
      : store.findUnique(uniqueName(call, type, idProperty), id)
  return record && record.archived === archived ? record : undefined
}

export function needRecord(call: Call, type: ObjectType, archived = false): StoredRecord {
  const record = findRecord(call, type, call.params['id']!, call.query.get('idProperty'), archived)
  if (!record) throw notFound()
  return record
}

function uniqueName(call: Call, type: ObjectType, name: string): string {
  const { portal } = call.world
  if (portal.uniqueNames(type).includes(name)) return name
  throw invalid(`Property ${name} on type ${type.typeId} is not a unique identifier property`)
}
