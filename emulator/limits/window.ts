// A rolling window: how many calls lie within the last so many milliseconds. Exact, in constant
// time, over a ring of as many instants as the limit allows.

export class RollingWindow {
  readonly limit: number
  readonly windowMs: number
  readonly #ring: Float64Array
  #head = 0
  #length = 0

  constructor(limit: number, windowMs: number) {
    this.limit = limit
    this.windowMs = windowMs
    this.#ring = new Float64Array(limit)
  }

  /** Calls still allowed at this instant. */
  remaining(now: number): number {
    this.#forget(now)
    return this.limit - this.#length
  }

  /** Takes one call, or says that there is none left. */
  take(now: number): boolean {
    if (this.remaining(now) <= 0) return false
    this.#ring[(this.#head + this.#length) % this.limit] = now
    this.#length += 1
    return true
  }

  clear(): void {
    this.#length = 0
  }

  /** Entries from the future are dropped too: the clock was turned back. */
  #forget(now: number): void {
    while (this.#length > 0) {
      const oldest = this.#ring[this.#head]!
      if (oldest > now - this.windowMs && oldest <= now) return
      this.#head = (this.#head + 1) % this.limit
      this.#length -= 1
    }
  }
}
