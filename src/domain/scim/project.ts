/** Which attributes of a resource an answer has (RFC 7644 §3.9, RFC 7643 §7 "returned"). */
import { COMMON } from './attribute.ts'
import { isObject, type JsonObject } from './json.ts'
import { refuse } from './refuse.ts'
import { placeOf, type Place, type ResourceType } from './resource-type.ts'

export interface Wanted {
  /** Only these, and what is always returned. */
  readonly attributes: readonly string[]
  /** All but these. */
  readonly excluded: readonly string[]
}

export const EVERYTHING: Wanted = { attributes: [], excluded: [] }

/** @throws HubwardError `scim.invalid_value` where both are asked for: they exclude each other */
export function wantedOf(attributes: readonly string[], excluded: readonly string[]): Wanted {
  if (attributes.length > 0 && excluded.length > 0)
    throw refuse(
      'scim.invalid_value',
      'Send "attributes" or "excludedAttributes", not both: each says what the answer has.',
    )
  return { attributes, excluded }
}

/** Names that lead nowhere ask for nothing. */
export function project(type: ResourceType, resource: JsonObject, wanted: Wanted): JsonObject {
  if (wanted.attributes.length > 0) return only(resource, placesOf(type, wanted.attributes))
  if (wanted.excluded.length > 0) return without(resource, placesOf(type, wanted.excluded))
  return resource
}

/** Whether an answer of this form shows the attribute at all: what is costly is not made in vain. */
export function isShown(type: ResourceType, wanted: Wanted, name: string): boolean {
  const whole = (place: Place): boolean => place.attribute?.name === name
  if (wanted.attributes.length > 0) return placesOf(type, wanted.attributes).some(whole)
  return !placesOf(type, wanted.excluded).some((place) => whole(place) && !place.sub)
}

const placesOf = (type: ResourceType, names: readonly string[]): Place[] =>
  names.flatMap((name) => placeOf(type, name.trim()) ?? [])

const ALWAYS: readonly string[] = COMMON.flatMap(({ name, returned }) =>
  returned === 'always' ? [name] : [],
)

function only(resource: JsonObject, places: readonly Place[]): JsonObject {
  const kept: JsonObject = {}
  for (const name of ALWAYS) if (name in resource) kept[name] = resource[name]
  for (const place of places) {
    const from = holderOf(resource, place)
    if (!from) continue
    if (!place.attribute) {
      kept[place.extension!] = from
      continue
    }
    const value = from[place.attribute.name]
    if (value === undefined) continue
    const into = place.extension === null ? kept : within(kept, place.extension)
    const { name } = place.attribute
    into[name] = place.sub ? merged(into[name], partOf(value, place.sub.name)) : value
  }
  return kept
}

function without(resource: JsonObject, places: readonly Place[]): JsonObject {
  const kept = structuredClone(resource)
  for (const place of places) {
    const from = holderOf(kept, place)
    if (!from) continue
    if (!place.attribute) {
      delete kept[place.extension!]
      continue
    }
    const { name } = place.attribute
    if (ALWAYS.includes(name)) continue
    if (!place.sub) delete from[name]
    else for (const one of listed(from[name])) delete one[place.sub.name]
  }
  return kept
}

function holderOf(resource: JsonObject, { extension }: Place): JsonObject | undefined {
  const holder = extension === null ? resource : resource[extension]
  return isObject(holder) ? holder : undefined
}

function within(kept: JsonObject, extension: string): JsonObject {
  const had = kept[extension]
  if (isObject(had)) return had
  const made: JsonObject = {}
  kept[extension] = made
  return made
}

const listed = (value: unknown): JsonObject[] =>
  (Array.isArray(value) ? value : [value]).filter(isObject)

/** The one sub-attribute, of the value or of each of the values. */
function partOf(value: unknown, name: string): unknown {
  const part = (one: JsonObject): JsonObject => (name in one ? { [name]: one[name] } : {})
  if (Array.isArray(value)) return listed(value).map(part)
  return isObject(value) ? part(value) : value
}

/** Two sub-attributes of one attribute were asked for: both are in the answer. */
function merged(had: unknown, more: unknown): unknown {
  if (Array.isArray(had) && Array.isArray(more))
    return had.map((one: unknown, at) => merged(one, more[at]))
  return isObject(had) && isObject(more) ? { ...had, ...more } : more
}
