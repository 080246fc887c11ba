// Which records are associated. Seeded links follow from the records' numbers; the list of one
// record towards one type is copied the first time that it changes, and lives on its own from then.
import type { SeedEdge } from '../seed/edges.ts'
import { LinkTypes } from './link-types.ts'
import type { ObjectType, ObjectTypes } from './object-types.ts'
import type { RecordStore } from './record-store.ts'

/** The associated ids, each with the ids of the association types that hold. */
export type Linked = Map<number, Set<number>>

export class LinkBook {
  readonly types = new LinkTypes()
  readonly #objects: ObjectTypes
  readonly #store: (type: ObjectType) => RecordStore
  readonly #edges: readonly SeedEdge[]
  readonly #changed = new Map<string, Map<number, Linked>>()

  constructor(
    objects: ObjectTypes,
    store: (type: ObjectType) => RecordStore,
    edges: readonly SeedEdge[],
  ) {
    this.#objects = objects
    this.#store = store
    this.#edges = edges
  }

  /** Live records of `to` that are associated with a record, ascending by id. */
  of(from: ObjectType, id: number, to: ObjectType): Linked {
    const store = this.#store(to)
    const live: Linked = new Map()
    const all =
      this.#changed.get(`${from.typeId}>${to.typeId}`)?.get(id) ?? this.#seeded(from, id, to)
    for (const [toId, types] of [...all].sort(([a], [b]) => a - b)) {
      const n = store.numberOf(toId)
      const record = n !== undefined && store.untouched(n) ? undefined : store.get(toId)
      if (
        record === undefined
          ? n !== undefined && store.untouched(n)
          : record.id === toId && !record.archived
      ) {
        live.set(toId, types)
      }
    }
    return live
  }

  /** Adds association types between two records, in both directions. */
  add(
    from: ObjectType,
    id: number,
    to: ObjectType,
    toId: number,
    typeIds: readonly number[],
  ): void {
    for (const typeId of typeIds) {
      const type = this.types.find(from, to, typeId)
      if (!type) continue
      if (type.label === 'Primary') this.#dropPrimary(from, id, to, typeId)
      entry(this.#own(from, id, to), toId).add(typeId)
      entry(this.#own(to, toId, from), id).add(type.inverse)
    }
  }

  /** Removes some association types between two records, or all. */
  remove(
    from: ObjectType,
    id: number,
    to: ObjectType,
    toId: number,
    typeIds?: readonly number[],
  ): void {
    const forward = this.#own(from, id, to)
    const held = forward.get(toId)
    if (!held) return
    const backward = this.#own(to, toId, from)
    for (const typeId of typeIds ?? [...held]) {
      held.delete(typeId)
      const inverse = this.types.find(from, to, typeId)?.inverse
      if (inverse !== undefined) backward.get(id)?.delete(inverse)
    }
    if (held.size === 0) forward.delete(toId)
    if (backward.get(id)?.size === 0) backward.delete(id)
  }

  /** Moves every association of one record to another of its type. */
  merge(type: ObjectType, fromId: number, toId: number): void {
    for (const other of this.#objects.list()) {
      for (const [linkedId, typeIds] of this.#own(type, fromId, other)) {
        const moved = [...typeIds].filter(
          (typeId) => !this.#wouldBeSecondPrimary(type, toId, other, typeId),
        )
        if (linkedId !== toId) this.add(type, toId, other, linkedId, moved)
      }
    }
    this.forget(type, fromId)
  }

  /** Removes every association of a record. */
  forget(type: ObjectType, id: number): void {
    for (const other of this.#objects.list()) {
      for (const linkedId of this.#own(type, id, other).keys())
        this.remove(type, id, other, linkedId)
    }
  }

  #wouldBeSecondPrimary(type: ObjectType, id: number, other: ObjectType, typeId: number): boolean {
    const primary = this.types.primary(type, other)
    return (
      primary?.typeId === typeId &&
      [...this.of(type, id, other).values()].some((held) => held.has(typeId))
    )
  }

  #dropPrimary(from: ObjectType, id: number, to: ObjectType, typeId: number): void {
    for (const [toId, held] of this.#own(from, id, to)) {
      if (held.has(typeId) && held.size > 1) this.remove(from, id, to, toId, [typeId])
    }
  }

  /** The record's own list, copied from the seed if it was not touched before. */
  #own(from: ObjectType, id: number, to: ObjectType): Linked {
    const pair = `${from.typeId}>${to.typeId}`
    let byId = this.#changed.get(pair)
    if (!byId) this.#changed.set(pair, (byId = new Map<number, Linked>()))
    let linked = byId.get(id)
    if (!linked) byId.set(id, (linked = this.#seeded(from, id, to)))
    return linked
  }

  #seeded(from: ObjectType, id: number, to: ObjectType): Linked {
    const linked: Linked = new Map()
    const n = this.#store(from).numberOf(id)
    if (n === undefined) return linked
    const target = this.#store(to)
    const typeIds = () => {
      const primary = this.types.primary(from, to)
      return new Set([this.types.default(from, to).typeId, ...(primary ? [primary.typeId] : [])])
    }
    for (const edge of this.#edges) {
      if (edge.mod < 1) continue
      if (edge.from === from.typeId && edge.to === to.typeId)
        linked.set(target.idOf(n % edge.mod), typeIds())
      if (edge.to === from.typeId && edge.from === to.typeId && n < edge.mod) {
        for (let other = n; other < edge.count; other += edge.mod)
          linked.set(target.idOf(other), typeIds())
      }
    }
    return linked
  }
}

function entry(linked: Linked, id: number): Set<number> {
  let types = linked.get(id)
  if (!types) linked.set(id, (types = new Set()))
  return types
}
