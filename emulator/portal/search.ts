// Runs a search over one type's records: seeded ones by column, written ones by record. The last
// results are kept, so that the pages of one query cost one scan.
import type { FilterReading, Filter, Test } from './search-filter.ts'
import { compileFilter, containsToken, problem, wordsOf } from './search-filter.ts'
import { SEARCH_CAP, type SearchRequest } from './search-request.ts'
import type { ObjectType } from './object-types.ts'
import type { Portal } from './portal.ts'
import { isNumeric, toNumber, type Property } from './property.ts'
import type { RecordStore, StoredRecord } from './record-store.ts'

export type SearchOutcome = { total: number; ids: number[] }

export type SearchContext = {
  portal: Portal
  type: ObjectType
  reading: FilterReading
  /** Ids of records of a type that are associated with one record, for `associations.x`. */
  associatedIds: (filter: Filter) => ReadonlySet<number>
  /** The instant up to which the index has caught up. */
  indexedUntil: number
}

type Predicate = { property: Property; test: Test } | { ids: ReadonlySet<number>; negate: boolean }

export function search(context: SearchContext, request: SearchRequest): SearchOutcome {
  const { portal, type } = context
  const store = portal.store(type)
  const groups = request.groups.map((group) => group.map((filter) => compile(context, filter)))
  const sort = request.sort ? known(context, request.sort.property) : null
  const matched = cached(store, context, request, () => {
    const ids = matchAll(context, store, groups, request.query)
    const ordered = sort ? sorted(context, store, ids, sort, request.sort!.descending) : ids
    return { total: ids.length, ids: ordered.slice(0, SEARCH_CAP) }
  })
  const end = request.after + request.limit
  return { total: matched.total, ids: Array.from(matched.ids.subarray(request.after, end)) }
}

function compile(context: SearchContext, filter: Filter): Predicate {
  if (filter.propertyName.startsWith('associations.')) {
    return { ids: context.associatedIds(filter), negate: filter.operator.startsWith('N') }
  }
  const property = known(context, filter.propertyName)
  return { property, test: compileFilter(filter, property, context.reading) }
}

function known(context: SearchContext, name: string): Property {
  const property = context.portal.properties.live(context.type.typeId, name)
  if (!property) throw problem()
  return property
}

/** Ids that match, ascending: the oldest-created first, as HubSpot orders by default. */
function matchAll(
  context: SearchContext,
  store: RecordStore,
  groups: readonly (readonly Predicate[])[],
  query: string,
): Float64Array {
  const tests = groups.map((group) => group.map((one) => seededTest(store, one)))
  const words = queryTest(store, context.type, query)
  const found = new Float64Array(store.seed.count)
  let length = 0
  for (let n = 0; n < store.seed.count; n += 1) {
    if (!store.untouched(n) || !passes(tests, n) || (words && !words.seeded(n))) continue
    found[length] = store.idOf(n)
    length += 1
  }
  const written: number[] = []
  for (const record of store.indexed(context.indexedUntil)) {
    if (record.archived || (words && !words.record(record))) continue
    if (groups.length > 0 && !groups.some((group) => group.every((one) => recordTest(one, record))))
      continue
    written.push(record.id)
  }
  if (written.length === 0) return found.subarray(0, length)
  const all = new Float64Array(length + written.length)
  all.set(found.subarray(0, length))
  all.set(written, length)
  return all.sort()
}

/** Any group of which every test passes. Plain loops: this runs once per record of the type. */
function passes(groups: readonly (readonly ((n: number) => boolean)[])[], n: number): boolean {
  if (groups.length === 0) return true
  for (let g = 0; g < groups.length; g += 1) {
    const group = groups[g]!
    let at = 0
    while (at < group.length && group[at]!(n)) at += 1
    if (at === group.length) return true
  }
  return false
}

function seededTest(store: RecordStore, predicate: Predicate): (n: number) => boolean {
  if ('ids' in predicate) {
    const { ids, negate } = predicate
    return (n) => ids.has(store.idOf(n)) !== negate
  }
  const { property, test } = predicate
  if (test.over === 'number') {
    const column = store.numbers(property)
    return (n) => test.test(column[n]!)
  }
  if (property.name === 'hs_object_id') return (n) => test.test(String(store.idOf(n)))
  const column = store.column(property.name)
  return (n) => test.test(column[n]!)
}

function recordTest(predicate: Predicate, record: StoredRecord): boolean {
  if ('ids' in predicate) return predicate.ids.has(record.id) !== predicate.negate
  const value = record.properties[predicate.property.name] ?? null
  return predicate.test.over === 'number'
    ? predicate.test.test(toNumber(predicate.property, value))
    : predicate.test.test(value)
}

/** Every word of the query must begin a word in one of the type's searchable properties. */
function queryTest(store: RecordStore, type: ObjectType, query: string) {
  const words = wordsOf(query.toLowerCase())
  if (words.length === 0) return null
  const tests = words.map((word) => containsToken(`${word}*`))
  const whole = query.toLowerCase().trim()
  const matches = (values: readonly (string | null | undefined)[]) =>
    values.some((value) => value?.toLowerCase() === whole) ||
    tests.every((test) => values.some((value) => value && test(value)))
  const columns = type.searchable.map((name) => store.column(name))
  return {
    seeded: (n: number) => matches(columns.map((column) => column[n])),
    record: (record: StoredRecord) =>
      matches(type.searchable.map((name) => record.properties[name])),
  }
}

/** Sorted by a property; empty values last, ties by id. Only as many as can be asked for. */
function sorted(
  context: SearchContext,
  store: RecordStore,
  ids: Float64Array,
  property: Property,
  descending: boolean,
): Float64Array {
  if (property.name === 'hs_object_id') return descending ? ids.toReversed() : ids
  const held = (id: number) =>
    store.indexedRecord(id, context.indexedUntil)?.properties[property.name] ?? null
  const seeded = (id: number): number | undefined => {
    const n = store.numberOf(id)
    return n !== undefined && store.untouched(n) ? n : undefined
  }
  const sign = descending ? -1 : 1
  if (!isNumeric(property)) {
    const column = store.column(property.name)
    const keys = Array.from(ids, (id) => {
      const n = seeded(id)
      return n === undefined ? held(id) : column[n]!
    })
    const places = Uint32Array.from(ids, (_, at) => at)
    places.sort((a, b) => compareTexts(keys[a]!, keys[b]!, sign) || a - b)
    return Float64Array.from(places, (at) => ids[at]!)
  }
  const column = store.numbers(property)
  const keys = Float64Array.from(ids, (id) => {
    const n = seeded(id)
    return (n === undefined ? toNumber(property, held(id)) : column[n]!) * sign
  })
  return firstByKey(ids, keys)
}

/**
 * The ids with the smallest keys, in order, up to the search cap. A native sort of the keys alone
 * finds where the cap falls, so that only those below it are sorted with their ids.
 */
function firstByKey(ids: Float64Array, keys: Float64Array): Float64Array {
  const limit = keys.length > SEARCH_CAP ? keys.toSorted()[SEARCH_CAP]! : Number.NaN
  const places: number[] = []
  for (let at = 0; at < keys.length; at += 1)
    if (Number.isNaN(limit) || keys[at]! <= limit) places.push(at)
  places.sort((a, b) => compareNumbers(keys[a]!, keys[b]!) || a - b)
  return Float64Array.from(places, (at) => ids[at]!)
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a - b
}

function compareTexts(a: string | null, b: string | null, sign: number): number {
  if (!a || !b) return Number(!a) - Number(!b)
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  return x === y ? 0 : (x < y ? -1 : 1) * sign
}

const KEPT_RESULTS = 16
type Matched = { total: number; ids: Float64Array }
const results = new WeakMap<RecordStore, Map<string, Matched>>()

function cached(
  store: RecordStore,
  context: SearchContext,
  request: SearchRequest,
  make: () => Matched,
): Matched {
  const usesAssociations = request.groups
    .flat()
    .some((f) => f.propertyName.startsWith('associations.'))
  if (usesAssociations || context.indexedUntil !== Number.POSITIVE_INFINITY) return make()
  const key = JSON.stringify([
    store.version,
    context.reading,
    request.groups,
    request.sort,
    request.query,
  ])
  let kept = results.get(store)
  if (!kept) results.set(store, (kept = new Map<string, Matched>()))
  let found = kept.get(key)
  if (!found) {
    found = make()
    if (kept.size >= KEPT_RESULTS) kept.delete(kept.keys().next().value!)
    kept.set(key, found)
  }
  return found
}
