/** How soon a notice goes out, and how soon it does unless somebody says otherwise. */

export type Severity = 'info' | 'attention' | 'urgent'

export const PACES = {
  immediately: 'as it happens',
  hourly: 'what happened in an hour, in one message at its end',
  daily: 'what happened in a day, in one message at 06:00 UTC',
  off: 'not at all',
} as const
export type Pace = keyof typeof PACES

/** An e-mail that nobody must act on should not interrupt anybody. */
export const EMAIL_PACE: Readonly<Record<Severity, Pace>> = {
  urgent: 'immediately',
  attention: 'hourly',
  info: 'daily',
}

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
const DIGEST_AT_MS = 6 * HOUR_MS

/** The end of the stretch that `at` lies in; the beginning of a stretch belongs to it. */
export function digestAt(pace: 'hourly' | 'daily', at: Date): Date {
  const [length, offset] = pace === 'hourly' ? [HOUR_MS, 0] : [DAY_MS, DIGEST_AT_MS]
  const begun = Math.floor((at.getTime() - offset) / length)
  return new Date((begun + 1) * length + offset)
}
