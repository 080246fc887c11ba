/** The arithmetic of the chart: sums, a round top, and which ticks have room. No drawing. */
import type { Answer } from '../api/endpoints.ts'

export type Bucket = Answer<'GET /api/v1/audit/timeline'>['buckets'][number]
export type Counts = Pick<Bucket, 'permitted' | 'refused' | 'failed'>

export const sumOf = ({ permitted, refused, failed }: Counts): number =>
  permitted + refused + failed

export const total = (buckets: readonly Counts[]): Counts =>
  buckets.reduce<Counts>(
    (sum, one) => ({
      permitted: sum.permitted + one.permitted,
      refused: sum.refused + one.refused,
      failed: sum.failed + one.failed,
    }),
    { permitted: 0, refused: 0, failed: 0 },
  )

/** The next of some even numbers × 10ⁿ, and 4 at least: one call is no full bar. */
export function roundTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)))
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((one) => one * power >= most) ?? 10
  return Math.max(4, step * power)
}

/** Indices of the steps that get a label: evenly apart, at least `apart` pixels. */
export function ticks(count: number, width: number, apart: number): number[] {
  if (count === 0 || width <= 0) return []
  const every = Math.max(1, Math.ceil(count / Math.max(1, Math.floor(width / apart))))
  return Array.from({ length: Math.ceil(count / every) }, (_, at) => at * every)
}

/** Which step lies at `x` of `width`. */
export const stepAt = (x: number, width: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * count)))

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
const YEAR = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric' })
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

const DAY_S = 86_400

/** For the axis; midnight says which day begins. */
export function tickLabel(from: string, seconds: number): string {
  const at = new Date(from)
  if (seconds >= 28 * DAY_S) return YEAR.format(at)
  if (seconds >= DAY_S / 4) return DAY.format(at)
  return at.getHours() === 0 && at.getMinutes() === 0 ? DAY.format(at) : CLOCK.format(at)
}

/** "12 May 2026, 14:00 – 14:30", "12 May 2026". */
export function stepWords(from: string, seconds: number): string {
  const at = new Date(from)
  const end = new Date(at.getTime() + seconds * 1_000)
  if (seconds > DAY_S) return `${DATE.format(at)} – ${DATE.format(new Date(end.getTime() - 1))}`
  if (seconds === DAY_S && at.getHours() === 0) return DATE.format(at)
  return `${WHOLE.format(at)} – ${CLOCK.format(end)}`
}
