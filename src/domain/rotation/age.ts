/** How old a credential may become, and when its age is spoken of. */
const DAY_MS = 24 * 60 * 60_000

/** HubSpot advises to rotate every six months (facts §1). */
export const DEFAULT_MAX_AGE_DAYS = 180

/** Days before the limit at which somebody is reminded; 0 is: overdue. */
export const REMINDERS = [30, 7, 1, 0] as const

export type Reminder = (typeof REMINDERS)[number]

/** @param maxAgeDays 0: there is no limit */
export const dueAt = (storedAt: Date, maxAgeDays: number): Date | null =>
  maxAgeDays === 0 ? null : new Date(storedAt.getTime() + maxAgeDays * DAY_MS)

/** When somebody has to have rotated: before HubSpot ends it, or else at the age limit, which alone stops nothing. */
export const rotateBy = (
  { storedAt, endsAt }: { readonly storedAt: Date; readonly endsAt: Date | null },
  maxAgeDays: number,
): Date | null => endsAt ?? dueAt(storedAt, maxAgeDays)

/** The last reminder whose time has come, whether it was given or not; `null` before the first. */
export function reminderAt(due: Date | null, now: Date): Reminder | null {
  if (due === null) return null
  const left = (due.getTime() - now.getTime()) / DAY_MS
  return REMINDERS.findLast((days) => left <= days) ?? null
}

/** Whole days until then; below 0 after it. */
export const daysUntil = (then: Date, now: Date): number =>
  Math.ceil((then.getTime() - now.getTime()) / DAY_MS)
