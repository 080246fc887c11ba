/** Periods of health cut to a window of time, as shares of its length. */
export const WEEK_MS = 7 * 86_400_000

interface Span {
  readonly beganAt: string
  readonly endedAt: string | null
}

export interface Segment<P extends Span> {
  /** Of the window, 0 to 1. */
  readonly share: number
  /** `null`: nothing was looked at. */
  readonly period: P | null
}

/** Oldest first; the shares add up to one. Periods come newest first and do not overlap. */
export function segmentsOf<P extends Span>(
  periods: readonly P[],
  from: number,
  to: number,
): Segment<P>[] {
  const segments: Segment<P>[] = []
  let at = from
  const push = (until: number, period: P | null): void => {
    if (until <= at) return
    segments.push({ share: (until - at) / (to - from), period })
    at = until
  }
  for (const period of periods.toReversed()) {
    const began = Math.min(Math.max(Date.parse(period.beganAt), from), to)
    push(began, null)
    push(Math.min(period.endedAt === null ? to : Date.parse(period.endedAt), to), period)
  }
  push(to, null)
  return segments
}

/** "3 d 4 h", in two units at most. */
export function lasted({ beganAt, endedAt }: Span, now: number): string {
  const end = endedAt === null ? now : Date.parse(endedAt)
  const seconds = Math.max(0, Math.round((end - Date.parse(beganAt)) / 1000))
  const units = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const first = units.findIndex(([count]) => count > 0)
  if (first === -1) return '0 s'
  return units
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}
