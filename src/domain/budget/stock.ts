import type { Lane } from './lane.ts'

/**
 * The tokens that a process holds and has not used. Each may be used from its own start on, all
 * only while the lease is valid: a process that slept past its lease (a blocked event loop, SIGSTOP)
 * finds here that it has nothing, because the others have been given its tokens by then.
 *
 * A token granted to bulk serves either lane; one granted to people serves people only, or bulk
 * would eat their reserve. Times are milliseconds of one monotonic clock.
 */
export class Stock {
  /** Ascending. */
  readonly #starts: Record<Lane, number[]> = { interactive: [], bulk: [] }
  #validUntil = 0

  get size(): number {
    return this.#starts.interactive.length + this.#starts.bulk.length
  }

  count(lane: Lane): number {
    return this.#starts[lane].length
  }

  renew(validUntil: number): void {
    this.#validUntil = validUntil
  }

  add(lane: Lane, start: number): void {
    const starts = this.#starts[lane]
    const after = starts.findLastIndex((other) => other <= start)
    starts.splice(after + 1, 0, start)
  }

  usable(lane: Lane, now: number): boolean {
    return this.#choose(lane, now) !== undefined
  }

  /** Takes one out, and says which; `undefined`: there is none at this moment. */
  take(lane: Lane, now: number): Lane | undefined {
    const kind = this.#choose(lane, now)
    if (kind) this.#starts[kind].shift()
    return kind
  }

  /** When the lane's first token may be used; `undefined`: it has none. */
  firstStart(lane: Lane): number | undefined {
    const own = this.#starts[lane][0]
    const bulk = this.#starts.bulk[0]
    return own === undefined || (bulk !== undefined && bulk < own) ? bulk : own
  }

  /** Gives up all but `keep` of a lane's tokens, the latest first. */
  trim(lane: Lane, keep: number): void {
    if (this.#starts[lane].length > keep) this.#starts[lane].length = keep
  }

  clear(): void {
    this.trim('interactive', 0)
    this.trim('bulk', 0)
  }

  #choose(lane: Lane, now: number): Lane | undefined {
    if (now >= this.#validUntil) return undefined
    const starts = this.#starts[lane]
    if (starts.length > 0 && (starts[0] as number) <= now) return lane
    const bulk = this.#starts.bulk[0]
    return bulk !== undefined && bulk <= now ? 'bulk' : undefined
  }
}
