import type { Lane } from './lane.ts'

/**
 * Who is next? People before bulk; within a lane the groups take turns, whatever number of callers
 * each has; within a group first come, first served. A group's queue is bounded, so that one
 * misbehaving caller cannot fill the memory. It knows nothing of tokens or time. No two items that
 * wait may be equal.
 *
 * Turns are start-time fair: a group's clock advances by its `spread` at each turn, and the group
 * whose clock is furthest behind goes next. A group that begins to wait starts level with the rest.
 */
export class FairQueue<T> {
  readonly #lanes: Record<Lane, LaneQueue<T>> = { interactive: newLane(), bulk: newLane() }
  readonly #bound: number

  /** @param bound how many may wait per group and lane */
  constructor(bound: number) {
    this.#bound = bound
  }

  size(lane: Lane): number {
    return this.#lanes[lane].size
  }

  /** Whether anybody waits, in either lane. */
  get waiting(): boolean {
    return this.#lanes.interactive.size > 0 || this.#lanes.bulk.size > 0
  }

  /** `false`: the group's queue is full. */
  push(lane: Lane, groupId: string, item: T): boolean {
    const queue = this.#lanes[lane]
    let group = queue.groups.get(groupId)
    if (!group) {
      group = { items: new Set(), clock: queue.clock }
      queue.groups.set(groupId, group)
    }
    if (group.items.size >= this.#bound) return false
    group.items.add(item)
    queue.size += 1
    return true
  }

  /** Takes out whoever is next in the lane. */
  next(lane: Lane): T | undefined {
    const queue = this.#lanes[lane]
    let chosen: [string, Turn<T>] | undefined
    for (const entry of queue.groups) {
      if (!chosen || entry[1].clock < chosen[1].clock) chosen = entry
    }
    if (!chosen) return undefined
    const [groupId, group] = chosen
    const [item] = group.items
    queue.clock = group.clock
    group.clock += queue.spread[groupId] ?? 1
    this.remove(lane, groupId, item as T)
    return item
  }

  remove(lane: Lane, groupId: string, item: T): boolean {
    const queue = this.#lanes[lane]
    const group = queue.groups.get(groupId)
    if (!group?.items.delete(item)) return false
    queue.size -= 1
    if (group.items.size === 0) queue.groups.delete(groupId)
    return true
  }

  /**
   * How many are served before the group's item at `index`, 0 being its first. By default, before
   * one that came now. In the worst case: every other group is one turn ahead.
   */
  ahead(lane: Lane, groupId: string, index?: number): number {
    const queue = this.#lanes[lane]
    const own = index ?? queue.groups.get(groupId)?.items.size ?? 0
    let others = lane === 'bulk' ? this.#lanes.interactive.size : 0
    for (const [id, { items }] of queue.groups) {
      if (id !== groupId) others += Math.min(items.size, own + 1)
    }
    return own + others
  }

  /** The groups that wait, those that waited longest first. */
  groups(lane: Lane): string[] {
    return [...this.#lanes[lane].groups.keys()]
  }

  /** In how many processes each group waits; a group in n of them has a turn of 1/n in each. */
  setSpread(lane: Lane, spread: Readonly<Record<string, number>>): void {
    this.#lanes[lane].spread = spread
  }

  /** Everyone, with the place in their group. It is a copy: items may be removed meanwhile. */
  everyone(): readonly { readonly item: T; readonly index: number }[] {
    return Object.values(this.#lanes).flatMap(({ groups }) =>
      [...groups.values()].flatMap(({ items }) =>
        [...items].map((item, index) => ({ item, index })),
      ),
    )
  }
}

interface Turn<T> {
  readonly items: Set<T>
  clock: number
}

interface LaneQueue<T> {
  readonly groups: Map<string, Turn<T>>
  size: number
  /** The clock of the group that was served last. */
  clock: number
  spread: Readonly<Record<string, number>>
}

const newLane = <T>(): LaneQueue<T> => ({ groups: new Map(), size: 0, clock: 0, spread: {} })
