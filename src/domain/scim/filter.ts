/**
 * SCIM filters as a tree, and whether a resource matches one. By the schema: strings are compared
 * as their attribute says, moments by time, `"True"` is a boolean where one is expected. What the
 * grammar is, is another matter (`application/scim/ports.ts`); this is what it means.
 *
 * @see RFC 7644 §3.4.2.2
 */
import { attributeNamed, fold, type Attribute } from './attribute.ts'
import { quoted, refuse } from './refuse.ts'
import { placeOf, type Place, type ResourceType } from './resource-type.ts'
import { isObject, type JsonObject } from './json.ts'

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'
export type FilterValue = string | number | boolean | null

export type Filter =
  | { readonly op: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly op: 'not'; readonly filter: Filter }
  | { readonly op: 'pr'; readonly path: string }
  | { readonly op: Comparison; readonly path: string; readonly value: FilterValue }
  /** `emails[type eq "work"]`: one value of the attribute for which all of it is so. */
  | { readonly op: '[]'; readonly path: string; readonly filter: Filter }

/** Whether something is so of a resource, or of one value of an attribute. */
export type Test = (thing: JsonObject) => boolean

/**
 * Makes the test of a filter, with every name in it looked up once.
 *
 * @throws HubwardError `scim.invalid_filter` for names that the type does not have, and for
 *   comparisons that its attribute does not take
 */
export const testOf = (type: ResourceType, filter: Filter): Test =>
  compile(filter, (path) => ofResource(type, path))

/** The same for what stands between the brackets of `attribute[…]`: names are its sub-attributes. */
export const testWithin = (attribute: Attribute, filter: Filter): Test =>
  compile(filter, (path) => ofValue(attribute, path))

/** How the values at a path are reached, and what they are. */
interface Reached {
  readonly attribute: Attribute
  values(thing: JsonObject): readonly unknown[]
}

type Reach = (path: string) => Reached

function compile(filter: Filter, reach: Reach): Test {
  switch (filter.op) {
    case 'and': {
      const tests = filter.filters.map((one) => compile(one, reach))
      return (thing) => tests.every((test) => test(thing))
    }
    case 'or': {
      const tests = filter.filters.map((one) => compile(one, reach))
      return (thing) => tests.some((test) => test(thing))
    }
    case 'not': {
      const test = compile(filter.filter, reach)
      return (thing) => !test(thing)
    }
    case 'pr': {
      const { values } = reach(filter.path)
      return (thing) => values(thing).some(isPresent)
    }
    case '[]': {
      const { attribute, values } = reach(filter.path)
      if (attribute.type !== 'complex')
        throw refuse('scim.invalid_filter', `${quoted(filter.path)} has no parts to choose by.`)
      const test = testWithin(attribute, filter.filter)
      return (thing) => values(thing).some((one) => isObject(one) && test(one))
    }
    default:
      return compare(filter, reach(filter.path))
  }
}

function ofResource(type: ResourceType, path: string): Reached {
  const place = placeOf(type, path)
  const { attribute, sub } = place ?? {}
  if (!place || !attribute || (sub ?? attribute).returned === 'never')
    throw refuse(
      'scim.invalid_filter',
      `A ${type.kind} has no attribute ${quoted(path)} to filter by. /Schemas lists them.`,
    )
  return { attribute: sub ?? attribute, values: (thing) => valuesAt(place, thing) }
}

function ofValue(whole: Attribute, path: string): Reached {
  const attribute = attributeNamed(whole.subAttributes ?? [], path)
  if (!attribute) throw refuse('scim.invalid_filter', `${whole.name} has no part ${quoted(path)}.`)
  return { attribute, values: (thing) => listed(thing[attribute.name]) }
}

/** Every value at a place of a resource; what is not there is no value. */
export function valuesAt({ extension, attribute, sub }: Place, resource: JsonObject): unknown[] {
  const holder = extension === null ? resource : resource[extension]
  if (!isObject(holder) || !attribute) return []
  const values = listed(holder[attribute.name])
  if (!sub) return values
  return values.flatMap((one) => (isObject(one) ? listed(one[sub.name]) : []))
}

const listed = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

/** RFC 7644 §3.4.2.2, `pr`: a value that is not empty. */
const isPresent = (value: unknown): boolean =>
  isObject(value) ? Object.values(value).some(isPresent) : value !== null && value !== ''

/** Only these make sense of every type; the others are refused where they do not (§3.4.2.2). */
const EQUALITY: ReadonlySet<Comparison> = new Set(['eq', 'ne'])
const PARTS: ReadonlySet<Comparison> = new Set(['co', 'sw', 'ew'])

function compare(
  { op, path, value }: { op: Comparison; path: string; value: FilterValue },
  reached: Reached,
): Test {
  const at = plain(reached, path)
  const wanted = wantedOf(at.attribute, op, path, value)
  if (wanted === null) {
    const test: Test = (thing) => !at.values(thing).some(isPresent)
    return op === 'ne' ? (thing) => !test(thing) : test
  }
  const positive = op === 'ne' ? 'eq' : op
  const test: Test = (thing) =>
    at.values(thing).some((one) => holds(positive, comparable(at.attribute, one), wanted))
  // Not equal is the opposite of equal, also where there are several values, or none.
  return op === 'ne' ? (thing) => !test(thing) : test
}

/** A complex attribute is compared by its `value` (RFC 7644 §3.4.2.2). */
function plain(reached: Reached, path: string): Reached {
  if (reached.attribute.type !== 'complex') return reached
  const attribute = attributeNamed(reached.attribute.subAttributes ?? [], 'value')
  if (!attribute)
    throw refuse('scim.invalid_filter', `${quoted(path)} has several parts: name the one you mean.`)
  return {
    attribute,
    values: (thing) =>
      reached.values(thing).flatMap((one) => (isObject(one) ? listed(one['value']) : [one])),
  }
}

type Comparable = string | number | boolean

function wantedOf(
  attribute: Attribute,
  op: Comparison,
  path: string,
  value: FilterValue,
): Comparable | null {
  const mistaken = (why: string) => refuse('scim.invalid_filter', `${quoted(path)} ${op}: ${why}`)
  if (value === null) {
    if (EQUALITY.has(op)) return null
    throw mistaken('null can only be compared with eq and ne.')
  }
  switch (attribute.type) {
    case 'boolean': {
      if (!EQUALITY.has(op)) throw mistaken('true and false can only be compared with eq and ne.')
      const read = readBoolean(value)
      if (read === undefined) throw mistaken('it is true or false.')
      return read
    }
    case 'dateTime': {
      if (PARTS.has(op)) return String(value)
      const time = typeof value === 'string' ? timeOf(value) : NaN
      if (Number.isNaN(time)) throw mistaken('it is a moment, as in 2026-11-20T09:00:00Z.')
      return time
    }
    case 'decimal':
    case 'integer':
      if (typeof value !== 'number' || PARTS.has(op)) throw mistaken('it is a number.')
      return value
    case 'binary':
      if (!EQUALITY.has(op)) throw mistaken('bytes can only be compared with eq and ne.')
      return String(value)
    case 'string':
    case 'reference':
    case 'complex':
      return attribute.caseExact ? String(value) : fold(String(value))
  }
}

/** A stored value in the form in which it is compared; moments by time. */
function comparable(attribute: Attribute, value: unknown): Comparable | undefined {
  if (typeof value === 'string') {
    if (attribute.type === 'dateTime') return value
    return attribute.caseExact ? value : fold(value)
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

function holds(op: Comparison, had: Comparable | undefined, wanted: Comparable): boolean {
  if (had === undefined) return false
  if (typeof had === 'string' && typeof wanted === 'number') return holds(op, timeOf(had), wanted)
  switch (op) {
    case 'eq':
      return had === wanted
    case 'ne':
      return had !== wanted
    case 'co':
      return String(had).includes(String(wanted))
    case 'sw':
      return String(had).startsWith(String(wanted))
    case 'ew':
      return String(had).endsWith(String(wanted))
    case 'gt':
      return had > wanted
    case 'ge':
      return had >= wanted
    case 'lt':
      return had < wanted
    case 'le':
      return had <= wanted
  }
}

/** RFC 7643 §2.3.5: an xsd:dateTime. Another form is no moment, whatever `Date` makes of it. */
const timeOf = (text: string): number =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : NaN

/** `true`, and also `"True"`, as Entra sends it; `undefined` for what is neither. */
export function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const lower = value.trim().toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}
