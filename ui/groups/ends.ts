/** When a grant ends, between people's days and the API's moments: "until 31 January" includes that day. */

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** The first moment after a day (`2027-01-31`) of this person's calendar, as the API takes it. */
export function afterDay(day: string): string | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (year === undefined || month === undefined || date === undefined) return undefined
  const moment = new Date(year, month - 1, date + 1)
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString()
}

/** The last whole day before a moment, for a date input. */
export function dayBefore(end: string): string {
  const last = new Date(new Date(end).getTime() - 1)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(last.getDate())}`
}

/** "until 31 Jan 2027"; with the time where it is not the end of a day. */
export function untilWords(end: string | null): string {
  if (end === null) return 'no end'
  const moment = new Date(end)
  const midnight = moment.getHours() === 0 && moment.getMinutes() === 0
  return midnight
    ? `until ${DAY.format(new Date(moment.getTime() - 1))}`
    : `until ${MOMENT.format(moment)}`
}

/** "no access", "no end", "no end, and until 31 Jan 2027". */
export const endsWords = (ends: readonly (string | null)[]): string =>
  ends.length === 0 ? 'no access' : ends.map(untilWords).toSorted().join(', and ')
