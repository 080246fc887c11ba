/** Cuts a stretch of time into equal steps for a chart: few enough to draw, at even times. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds. Those below an hour are counted by the minute, the others by the hour. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364, 3_640].map((days) => days * DAY),
] as const

export const MOST_STEPS = 120

export interface Steps {
  /** A multiple of the step since 1970; at or before what was asked. */
  readonly from: Date
  /** At or after what was asked, and after `from`. */
  readonly to: Date
  readonly stepMs: number
  readonly count: number
}

/** The shortest step that needs no more than {@link MOST_STEPS}. `to` before `from` is one step. */
export function stepsBetween(from: Date, to: Date): Steps {
  for (const stepMs of STEPS) {
    const start = Math.floor(from.getTime() / stepMs)
    const end = Math.max(Math.ceil(to.getTime() / stepMs), start + 1)
    if (end - start <= MOST_STEPS)
      return {
        from: new Date(start * stepMs),
        to: new Date(end * stepMs),
        stepMs,
        count: end - start,
      }
  }
  throw new RangeError('a chart of more than a thousand years')
}
