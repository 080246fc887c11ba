// The records of one object type. Seeded records are functions of their number and are made when
// read; only what was written is stored. So a million records cost nothing until somebody edits
// them. It knows nothing about properties' meaning, associations or HTTP.
import { toNumber, type Property } from './property.ts'

export type HistoryItem = {
  value: string
  timestamp: number
  sourceType: string
  sourceId?: string
}

export type StoredRecord = {
  id: number
  properties: Record<string, string | null>
  createdAt: number
  updatedAt: number
  archived: boolean
  archivedAt?: number
  /** Newest first, only for properties that were written after the seed. */
  history?: Record<string, HistoryItem[]>
  objectWriteTraceId?: string
}

/** A seed: for each property a function from the record's number to its value. */
export type Seed = {
  count: number
  columns: Readonly<Record<string, (n: number) => string | null>>
  createdAt: (n: number) => number
  updatedAt: (n: number) => number
  /** Finds the number behind a unique value without building an index. */
  lookup?: Readonly<Record<string, (value: string) => number | undefined>>
}

const STRIDE = 7

export class RecordStore {
  readonly seed: Seed
  /** Rises with every write; caches hang on it. */
  version = 0
  readonly #base: number
  readonly #salt: number
  /** Written records, live and archived, by id. */
  readonly #written = new Map<number, StoredRecord>()
  /** Ids made after the seed, ascending. */
  readonly #createdIds: number[] = []
  /** 1 where a seeded record was overwritten or removed. */
  readonly #touched: Uint8Array
  readonly #removed = new Set<number>()
  /** A merged-away id and the record that lives on in its place. */
  readonly #merged = new Map<number, number>()
  #archived = 0
  #bin: { version: number; records: StoredRecord[] } | null = null
  #noting: Map<number, StoredRecord | null> | null = null
  #nextId: number
  readonly #unique = new Map<string, Map<string, number>>()
  readonly #pending = new Map<number, { at: number; before: StoredRecord | null }[]>()
  readonly #numbers = new Map<string, Float64Array>()
  readonly #columns = new Map<string, (string | null)[]>()

  constructor(seed: Seed, base: number, salt: number) {
    this.seed = seed
    this.#base = base
    this.#salt = salt
    this.#touched = new Uint8Array(seed.count)
    this.#nextId = base + seed.count * STRIDE + 1
  }

  /** How many records are live. */
  get size(): number {
    return this.seed.count + this.#createdIds.length - this.#removed.size - this.#archived
  }

  idOf(n: number): number {
    return this.#base + n * STRIDE + ((Math.imul(n ^ this.#salt, 0x9e3779b1) >>> 16) % STRIDE)
  }

  /** The number of a seeded id, if it is one. */
  numberOf(id: number): number | undefined {
    const n = Math.floor((id - this.#base) / STRIDE)
    return n >= 0 && n < this.seed.count && this.idOf(n) === id ? n : undefined
  }

  untouched(n: number): boolean {
    return this.#touched[n] === 0
  }

  /** The record, live or archived; a merged-away id finds its survivor. */
  get(id: number): StoredRecord | undefined {
    const written = this.#written.get(id)
    if (written) return written
    if (this.#removed.has(id)) {
      const survivor = this.#merged.get(id)
      return survivor === undefined ? undefined : this.get(survivor)
    }
    const n = this.numberOf(id)
    return n === undefined ? undefined : this.#make(n, id)
  }

  /** Records in ascending id order from `from` on, and the id that the next page starts at. */
  page(from: number, limit: number, archived: boolean): { records: StoredRecord[]; next?: number } {
    const records: StoredRecord[] = []
    for (const record of this.#ascending(from, archived)) {
      if (records.length === limit) return { records, next: record.id }
      records.push(record)
    }
    return { records }
  }

  /**
   * Written records as a search index saw them at `until` (everything, for infinity): for the part
   * of a search that the columns do not cover.
   */
  *indexed(until: number): Generator<StoredRecord> {
    for (const record of this.#written.values()) {
      if (until === Number.POSITIVE_INFINITY) yield record
      else {
        const seen = this.indexedRecord(record.id, until)
        if (seen) yield seen
      }
    }
    if (until === Number.POSITIVE_INFINITY) return
    for (const id of this.#pending.keys()) {
      const seen = this.#written.has(id) ? undefined : this.indexedRecord(id, until)
      if (seen) yield seen
    }
  }

  /** One record as the index saw it at `until`. */
  indexedRecord(id: number, until: number): StoredRecord | undefined {
    const write = this.#pending.get(id)?.find(({ at }) => at > until)
    return write ? (write.before ?? undefined) : this.get(id)
  }

  /** Keeps what a record was before a write, for an index that lags. Older than `until` is dropped. */
  remember(id: number, at: number, until: number): void {
    const kept = (this.#pending.get(id) ?? []).filter((write) => write.at > until)
    this.#pending.set(id, [...kept, { at, before: this.get(id) ?? null }])
  }

  nextId(): number {
    const id = this.#nextId
    this.#nextId += 1 + ((Math.imul(id, 0x85ebca6b) >>> 13) % (STRIDE - 1))
    return id
  }

  /** Writes a record whole. New ids must come from `nextId`, in order. */
  put(record: StoredRecord, uniqueNames: readonly string[]): void {
    const before = this.get(record.id)
    if (this.#noting && !this.#noting.has(record.id)) this.#noting.set(record.id, before ?? null)
    if (!this.#written.has(record.id)) {
      const n = this.numberOf(record.id)
      if (n === undefined) this.#createdIds.push(record.id)
      else this.#touched[n] = 1
    }
    if (before?.id === record.id) {
      for (const name of uniqueNames) this.#unindex(name, before.properties[name], record.id)
    }
    const wasArchived = before?.id === record.id && before.archived
    this.#archived += Number(record.archived) - Number(wasArchived)
    this.#written.set(record.id, record)
    if (!record.archived) {
      for (const name of uniqueNames) this.#index(name, record.properties[name], record.id)
    }
    this.version += 1
  }

  /** Runs writes so that a failure in their midst leaves nothing of them behind. */
  transaction<T>(uniqueNames: readonly string[], run: () => T): T {
    const before = new Map<number, StoredRecord | null>()
    this.#noting = before
    try {
      return run()
    } catch (cause) {
      this.#noting = null
      for (const [id, record] of before) {
        if (record) this.put(record, uniqueNames)
        else this.#withdraw(id, uniqueNames)
      }
      throw cause
    } finally {
      this.#noting = null
    }
  }

  /** Takes back a record that was only just made. */
  #withdraw(id: number, uniqueNames: readonly string[]): void {
    const record = this.#written.get(id)
    if (!record) return
    for (const name of uniqueNames) this.#unindex(name, record.properties[name], id)
    if (record.archived) this.#archived -= 1
    this.#written.delete(id)
    this.#createdIds.splice(this.#createdIds.indexOf(id), 1)
    this.version += 1
  }

  /** Removes a record for good (privacy deletion, or merged into `survivor`). */
  remove(id: number, uniqueNames: readonly string[], survivor?: number): void {
    const record = this.get(id)
    if (!record || record.id !== id) return
    for (const name of uniqueNames) this.#unindex(name, record.properties[name], id)
    if (record.archived) this.#archived -= 1
    const n = this.numberOf(id)
    if (n !== undefined) this.#touched[n] = 1
    this.#written.delete(id)
    this.#removed.add(id)
    if (survivor !== undefined) this.#merged.set(id, survivor)
    this.version += 1
  }

  /** The live record that holds a unique value. */
  findUnique(name: string, value: string): StoredRecord | undefined {
    const id = this.#unique.get(name)?.get(value.toLowerCase())
    if (id !== undefined) return this.get(id)
    const n = this.seed.lookup?.[name]?.(value.toLowerCase())
    if (n !== undefined) return this.untouched(n) ? this.#make(n, this.idOf(n)) : undefined
    if (this.seed.lookup?.[name] || !this.seed.columns[name]) return undefined
    const column = this.column(name)
    const found = column.findIndex(
      (held, at) => held?.toLowerCase() === value.toLowerCase() && this.untouched(at),
    )
    return found < 0 ? undefined : this.#make(found, this.idOf(found))
  }

  /** The seeded values of one property, made once and kept: what a search reads. */
  column(name: string): (string | null)[] {
    let column = this.#columns.get(name)
    if (!column) {
      const make = this.seed.columns[name]
      column = Array.from({ length: this.seed.count }, (_, n) => (make ? make(n) : null))
      this.#columns.set(name, column)
    }
    return column
  }

  /** The seeded values of a numeric property as numbers; NaN where there is none. */
  numbers(property: Property): Float64Array {
    let numbers = this.#numbers.get(property.name)
    if (!numbers) {
      const make = this.seed.columns[property.name]
      numbers = Float64Array.from({ length: this.seed.count }, (_, n) =>
        property.name === 'hs_object_id'
          ? this.idOf(n)
          : make
            ? toNumber(property, make(n))
            : Number.NaN,
      )
      this.#numbers.set(property.name, numbers)
    }
    return numbers
  }

  #make(n: number, id: number): StoredRecord {
    const properties: Record<string, string | null> = {}
    for (const name in this.seed.columns) properties[name] = this.seed.columns[name]!(n)
    properties['hs_object_id'] = String(id)
    return {
      id,
      properties,
      createdAt: this.seed.createdAt(n),
      updatedAt: this.seed.updatedAt(n),
      archived: false,
    }
  }

  *#ascending(from: number, archived: boolean): Generator<StoredRecord> {
    if (archived) {
      for (const record of this.#archivedById()) if (record.id >= from) yield record
      return
    }
    let n = Math.max(0, Math.floor((from - this.#base) / STRIDE))
    for (; n < this.seed.count; n += 1) {
      const id = this.idOf(n)
      if (id < from) continue
      if (this.untouched(n)) yield this.#make(n, id)
      else {
        const record = this.#written.get(id)
        if (record && !record.archived) yield record
      }
    }
    for (let at = lowerBound(this.#createdIds, from); at < this.#createdIds.length; at += 1) {
      const record = this.#written.get(this.#createdIds[at]!)
      if (record && !record.archived) yield record
    }
  }

  /** The recycle bin in order of ids, worked out again only after a write. */
  #archivedById(): readonly StoredRecord[] {
    if (this.#bin?.version !== this.version) {
      const records = [...this.#written.values()].filter((record) => record.archived)
      this.#bin = { version: this.version, records: records.sort((a, b) => a.id - b.id) }
    }
    return this.#bin.records
  }

  #index(name: string, value: string | null | undefined, id: number): void {
    if (!value) return
    let values = this.#unique.get(name)
    if (!values) this.#unique.set(name, (values = new Map<string, number>()))
    values.set(value.toLowerCase(), id)
  }

  #unindex(name: string, value: string | null | undefined, id: number): void {
    if (!value) return
    const values = this.#unique.get(name)
    if (values?.get(value.toLowerCase()) === id) values.delete(value.toLowerCase())
  }
}

function lowerBound(sorted: readonly number[], wanted: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}
