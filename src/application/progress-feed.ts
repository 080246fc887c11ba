/** Events in their order for one reader. They are all kept: some hundreds at most. */
export class ProgressFeed<Event> implements AsyncIterable<Event> {
  readonly #events: Event[] = []
  #ended = false
  #wake: (() => void) | null = null

  tell(event: Event): void {
    this.#events.push(event)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Event> {
    for (let at = 0; ; at++) {
      while (at >= this.#events.length) {
        if (this.#ended) return
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
      yield this.#events[at]!
    }
  }
}
