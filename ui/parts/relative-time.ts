/** A span of time in the largest unit that still tells something. */
const UNITS = [
  ['year', 31_556_952_000],
  ['month', 2_629_746_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]

const WORDS = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `-90_000` → "1 minute ago"; under a minute: "just now" or "in a moment". */
export function relativeTime(milliseconds: number): string {
  for (const [unit, length] of UNITS)
    if (Math.abs(milliseconds) >= length)
      return WORDS.format(Math.trunc(milliseconds / length), unit)
  return milliseconds > 10_000 ? 'in a moment' : 'just now'
}
