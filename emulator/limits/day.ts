// The daily counter. It starts again at midnight in the portal's time zone, daylight saving included.

export class DailyCounter {
  readonly limit: number
  readonly #timeZone: string
  #used = 0
  #from = Number.POSITIVE_INFINITY
  #resetsAt = 0

  constructor(limit: number, timeZone: string) {
    this.limit = limit
    this.#timeZone = timeZone
  }

  used(now: number): number {
    this.#roll(now)
    return this.#used
  }

  remaining(now: number): number {
    return Math.max(0, this.limit - this.used(now))
  }

  resetsAt(now: number): number {
    this.#roll(now)
    return this.#resetsAt
  }

  take(now: number): boolean {
    if (this.remaining(now) <= 0) return false
    this.#used += 1
    return true
  }

  /** Counts a call that went through although the day's allowance is spent (limits not enforced). */
  spend(now: number, calls: number): void {
    this.#roll(now)
    this.#used += calls
  }

  clear(): void {
    this.#used = 0
  }

  #roll(now: number): void {
    if (now >= this.#from && now < this.#resetsAt) return
    this.#used = 0
    this.#from = midnightAfter(now - 36 * HOUR, this.#timeZone, now)
    this.#resetsAt = midnightAfter(now, this.#timeZone)
  }
}

const HOUR = 3_600_000

/** The last midnight after `from` and not after `until`; without `until` the first one after `from`. */
function midnightAfter(from: number, timeZone: string, until = Number.POSITIVE_INFINITY): number {
  const first = nextMidnight(from, timeZone)
  if (until === Number.POSITIVE_INFINITY) return first
  let last = first
  for (let next = first; next <= until; next = nextMidnight(next, timeZone)) last = next
  return last
}

/** The first instant after `from` at which the zone's calendar date has changed. */
export function nextMidnight(from: number, timeZone: string): number {
  const format = formatter(timeZone)
  const today = format.format(from)
  let low = from
  let high = from + HOUR
  while (format.format(high) === today) high += HOUR
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (format.format(middle) === today) low = middle
    else high = middle
  }
  return high
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone)
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
    formatters.set(timeZone, found)
  }
  return found
}

/** Minutes that the zone is ahead of UTC at an instant. */
export function offsetMinutes(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    timeZoneName: 'longOffset',
  }).formatToParts(at)
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name)
  return found ? Number(`${found[1]}1`) * (Number(found[2]) * 60 + Number(found[3])) : 0
}
