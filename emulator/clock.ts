// The emulator's only source of time, so that tests can turn it. It refuses to run backwards by
// itself: only an explicit `set` moves it to the past.

/** A clock that follows real time plus an offset, or stands still where it was frozen. Milliseconds since 1970. */
export type Clock = {
  now(): number
  /** Jumps to an instant; time then runs on from there. */
  set(instant: number | string | Date): void
  /** Jumps by a number of milliseconds. */
  advance(ms: number): void
  /** Stops time at the present instant; `resume` lets it run again. */
  freeze(): void
  resume(): void
}

export function createClock(source: () => number = Date.now): Clock {
  let offset = 0
  let frozenAt: number | null = null
  const now = () => frozenAt ?? source() + offset
  return {
    now,
    set(instant) {
      const target = new Date(instant).getTime()
      if (Number.isNaN(target)) throw new RangeError(`Not an instant: ${String(instant)}`)
      offset = target - source()
      if (frozenAt !== null) frozenAt = target
    },
    advance(ms) {
      if (!Number.isFinite(ms))
        throw new RangeError(`Not a duration in milliseconds: ${String(ms)}`)
      offset += ms
      if (frozenAt !== null) frozenAt += ms
    },
    freeze() {
      frozenAt = now()
    },
    resume() {
      if (frozenAt === null) return
      offset = frozenAt - source()
      frozenAt = null
    },
  }
}

/** HubSpot writes instants as ISO 8601 with milliseconds and a Z. */
export const isoInstant = (ms: number): string => new Date(ms).toISOString()
