// What was asked of the portal lately: counts over all time, details of the last few. It names
// tokens by their ids and never holds a token or a body.

export type LoggedRequest = {
  at: number
  method: string
  path: string
  query: string
  status: number
  tokenId: string | null
  durationMs: number
}

const KEPT = 1000

export class RequestLog {
  total = 0
  /** Stacks of faults in the emulator itself; a test may assert that there are none. */
  readonly internalErrors: string[] = []
  readonly byStatus: Record<number, number> = {}
  readonly byToken: Record<string, number> = {}
  readonly #ring: LoggedRequest[] = []
  #next = 0

  addInternalError(thrown: unknown): void {
    if (this.internalErrors.length >= 100) this.internalErrors.shift()
    this.internalErrors.push(
      thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    )
  }

  add(request: LoggedRequest): void {
    this.total += 1
    this.byStatus[request.status] = (this.byStatus[request.status] ?? 0) + 1
    const token = request.tokenId ?? '(none)'
    this.byToken[token] = (this.byToken[token] ?? 0) + 1
    this.#ring[this.#next] = request
    this.#next = (this.#next + 1) % KEPT
  }

  /** Oldest first. */
  recent(): LoggedRequest[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)]
  }

  /** How many of the kept requests match. */
  count(
    wanted: Partial<Pick<LoggedRequest, 'method' | 'status' | 'tokenId'>> & {
      path?: RegExp | string
    },
  ): number {
    const { path, ...rest } = wanted
    return this.recent().filter(
      (request) =>
        Object.entries(rest).every(
          ([name, value]) => request[name as keyof LoggedRequest] === value,
        ) &&
        (path === undefined ||
          (typeof path === 'string' ? request.path === path : path.test(request.path))),
    ).length
  }

  clear(): void {
    this.total = 0
    for (const counts of [this.byStatus, this.byToken] as Record<string, number>[]) {
      for (const key of Object.keys(counts)) delete counts[key]
    }
    this.#ring.length = 0
    this.#next = 0
  }
}
