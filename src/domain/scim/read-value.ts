/**
 * Reads what a client sent for an attribute into the one form in which it is kept: names as the
 * schema spells them, booleans as booleans, nothing that is unknown or not the client's to say.
 * Identity providers differ in what they send; nothing behind this file needs to know.
 */
import { attributeNamed, fold, type Attribute } from './attribute.ts'
import { readBoolean } from './filter.ts'
import { isObject, type JsonObject } from './json.ts'
import { refuse } from './refuse.ts'

export interface Reading {
  /** How the attribute is called in refusals. */
  readonly path: string
  /**
   * PATCH may send one value where there can be several, without a list around it (RFC 7644
   * §3.5.2.1: "a single value or a list"). A whole resource may not.
   */
  readonly single?: boolean
}

/**
 * `undefined`: unassigned, as are `null` and an empty list (RFC 7643 §2.5).
 *
 * @throws HubwardError `scim.invalid_value`
 */
export function readValue(attribute: Attribute, value: unknown, reading: Reading): unknown {
  if (attribute.mutability === 'readOnly' || attribute.returned === 'never') return undefined
  if (value === null || value === undefined) return undefined
  if (!attribute.multiValued) return readOne(attribute, value, reading)
  if (!Array.isArray(value) && !reading.single)
    throw invalid(reading.path, 'is a list of values: send an array')
  const values = (Array.isArray(value) ? value : [value]).flatMap(
    (one) => readOne(attribute, one, reading) ?? [],
  )
  if (values.length === 0) return undefined
  const each = withoutRepeats(attribute, values)
  // RFC 7643 §2.4
  if (each.filter((one) => isObject(one) && one['primary'] === true).length > 1)
    throw invalid(reading.path, 'has more than one primary value; one at most is')
  return each
}

/** One of the values of an attribute that has several, or the only one. */
export function readOne(attribute: Attribute, value: unknown, reading: Reading): unknown {
  const { path } = reading
  if (value === null || value === undefined) return undefined
  switch (attribute.type) {
    case 'complex':
      return readComplex(attribute, value, path)
    case 'boolean': {
      const read = readBoolean(value)
      if (read === undefined) throw invalid(path, 'is true or false')
      return read
    }
    case 'decimal':
      if (typeof value !== 'number') throw invalid(path, 'is a number')
      return value
    case 'integer':
      if (!Number.isInteger(value)) throw invalid(path, 'is a whole number')
      return value
    case 'string':
    case 'dateTime':
    case 'reference':
    case 'binary':
      if (typeof value !== 'string') throw invalid(path, 'is text')
      if (!isStorable(value)) throw invalid(path, 'has characters that no text has')
      return value
  }
}

/** PostgreSQL keeps no U+0000, and half of a surrogate pair is no character. */
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

function readComplex(attribute: Attribute, value: unknown, path: string): JsonObject | undefined {
  const subs = attribute.subAttributes ?? []
  // Entra sends a manager as the id alone, and others an e-mail address without an object around it.
  const whole =
    typeof value === 'string' && attributeNamed(subs, 'value')
      ? value === ''
        ? {}
        : { value }
      : value
  if (!isObject(whole)) throw invalid(path, 'is an object')
  const read: JsonObject = {}
  for (const [name, part] of Object.entries(whole)) {
    const sub = attributeNamed(subs, name)
    if (!sub) continue
    if (Object.hasOwn(read, sub.name)) throw invalid(`${path}.${sub.name}`, 'is there twice')
    const kept = readValue(sub, part, { path: `${path}.${sub.name}` })
    if (kept !== undefined) read[sub.name] = kept
  }
  return Object.keys(read).length === 0 ? undefined : read
}

/** RFC 7643 §2.4: the same value is there once. */
const withoutRepeats = (attribute: Attribute, values: readonly unknown[]): unknown[] =>
  [
    ...new Map(values.toReversed().map((one) => [identityOf(attribute, one), one])).values(),
  ].toReversed()

/**
 * By what a value is the same as another of its attribute: members by their id, which never changes
 * (`immutable`), everything else by all that is in it.
 */
export function identityOf(attribute: Attribute, value: unknown): string {
  const id = attributeNamed(attribute.subAttributes ?? [], 'value')
  if (id?.mutability === 'immutable' && isObject(value))
    return id.caseExact ? String(value['value']) : fold(String(value['value']))
  return JSON.stringify(isObject(value) ? Object.entries(value).toSorted(byName) : value)
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1

export const invalid = (path: string, what: string) =>
  refuse('scim.invalid_value', `${path} ${what}.`)
