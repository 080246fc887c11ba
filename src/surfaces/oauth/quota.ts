/** So many a minute and no more, in this process. */
export class Quota {
  readonly #perMinute: number
  readonly #now: () => number
  #left: number
  #at: number

  constructor(perMinute: number, monotonicMs: () => number) {
    this.#perMinute = perMinute
    this.#now = monotonicMs
    this.#left = perMinute
    this.#at = monotonicMs()
  }

  /** Whether there was one left. What was not used comes back evenly. */
  take(): boolean {
    const now = this.#now()
    this.#left = Math.min(
      this.#perMinute,
      this.#left + ((now - this.#at) / 60_000) * this.#perMinute,
    )
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
