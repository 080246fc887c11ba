// Runs a search over one type's records: seeded ones by column, written ones by record. The last
// results are kept, so that the pages of one query cost one scan.
import type { FilterReading, Filter, Test } from './search-filter.ts'
import { compileFilter, containsToken, problem, wordsOf } from './search-filter.ts'
import type { SearchRequest } from './search-request.ts'
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
    return sort ? sorted(context, store, ids, sort, request.sort!.descending) : ids
  })
  return {
    total: matched.length,
    ids: [...matched.slice(request.after, request.after + request.limit)],
  }
}

function compile(context: SearchContext, filter: Filter): Predicate {
  if (/^associations\./.test(filter.propertyName)) {
    return { ids: context.associatedIds(filter), negate: /^N/.test(filter.operator) }
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
  const found: number[] = []
  for (let n = 0; n < store.seed.count; n += 1) {
    if (!store.untouched(n)) continue
    if (words && !words.seeded(n)) continue
    if (tests.length > 0 && !tests.some((group) => group.every((test) => test(n)))) continue
    found.push(store.idOf(n))
  }
  for (const record of store.indexed(context.indexedUntil)) {
    if (record.archived || (words && !words.record(record))) continue
    if (groups.length > 0 && !groups.some((group) => group.every((one) => recordTest(one, record))))
      continue
    found.push(record.id)
  }
  return Float64Array.from(found).sort()
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

/** Sorted by a property; empty values last, ties by id. */
function sorted(
  context: SearchContext,
  store: RecordStore,
  ids: Float64Array,
  property: Property,
  descending: boolean,
): Float64Array {
  const sign = descending ? -1 : 1
  const value = (id: number): string | null => {
    const n = store.numberOf(id)
    if (n !== undefined && store.untouched(n)) return store.column(property.name)[n] ?? null
    return store.indexedRecord(id, context.indexedUntil)?.properties[property.name] ?? null
  }
  if (isNumeric(property)) {
    const number = (id: number) => {
      const n = store.numberOf(id)
      return n !== undefined && store.untouched(n)
        ? store.numbers(property)[n]!
        : toNumber(property, value(id))
    }
    return order(ids, number, (a, b) => compareNumbers(a, b, sign))
  }
  return order(ids, value, (a, b) => compareTexts(a, b, sign))
}

function order<T>(
  ids: Float64Array,
  key: (id: number) => T,
  compare: (a: T, b: T) => number,
): Float64Array {
  const keys = Array.from(ids, key)
  const places = Uint32Array.from(ids, (_, at) => at)
  places.sort((a, b) => compare(keys[a]!, keys[b]!) || a - b)
  return Float64Array.from(places, (at) => ids[at]!)
}

function compareNumbers(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return (a - b) * sign
}

function compareTexts(a: string | null, b: string | null, sign: number): number {
  if (!a || !b) return Number(!a) - Number(!b)
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  return x === y ? 0 : (x < y ? -1 : 1) * sign
}

const KEPT_RESULTS = 16
const results = new WeakMap<RecordStore, Map<string, Float64Array>>()

function cached(
  store: RecordStore,
  context: SearchContext,
  request: SearchRequest,
  make: () => Float64Array,
): Float64Array {
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
  if (!kept) results.set(store, (kept = new Map()))
  let found = kept.get(key)
  if (!found) {
    found = make()
    if (kept.size >= KEPT_RESULTS) kept.delete(kept.keys().next().value!)
    kept.set(key, found)
  }
  return found
}
