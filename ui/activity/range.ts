/** Stretches of time: back from now (`-24h`), or between two moments as they were written. */

export const PRESETS = [
  { value: '-1h', label: 'Last hour', ms: 3_600_000 },
  { value: '-24h', label: 'Last 24 hours', ms: 86_400_000 },
  { value: '-7d', label: 'Last 7 days', ms: 604_800_000 },
  { value: '-30d', label: 'Last 30 days', ms: 2_592_000_000 },
] as const

interface Range {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const WRITTEN = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/

/** As the API takes it; `undefined` where it is no moment. */
export function resolveMoment(written: string, now: Date): string | undefined {
  const preset = PRESETS.find(({ value }) => value === written)
  if (preset) return new Date(now.getTime() - preset.ms).toISOString()
  return WRITTEN.test(written) && !Number.isNaN(Date.parse(written)) ? written : undefined
}

/** Which preset it is; `all` without any bound, `custom` otherwise. */
export const presetOf = ({ from, to }: Range): string =>
  from === undefined && to === undefined
    ? 'all'
    : to === undefined && PRESETS.some(({ value }) => value === from)
      ? String(from)
      : 'custom'

const MINUTE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })

/** "Last 24 hours", "12 May 2026, 14:00 – 16:30", "since 12 May 2026, 14:00". */
export function rangeWords({ from, to }: Range): string | undefined {
  const preset = PRESETS.find(({ value }) => value === presetOf({ from, to }))
  if (preset) return preset.label
  const [start, end] = [from, to].map((text) =>
    text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text),
  )
  if (start && end)
    return start.toDateString() === end.toDateString()
      ? `${MINUTE.format(start)} – ${CLOCK.format(end)}`
      : `${MINUTE.format(start)} – ${MINUTE.format(end)}`
  if (start) return `since ${MINUTE.format(start)}`
  return end && `until ${MINUTE.format(end)}`
}

/** For `<input type="datetime-local">`, in the time zone of the window. */
export function toLocal(moment: string | undefined): string {
  if (moment === undefined || Number.isNaN(Date.parse(moment))) return ''
  const at = new Date(moment)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export const fromLocal = (typed: string): string | undefined =>
  typed === '' || Number.isNaN(Date.parse(typed)) ? undefined : new Date(typed).toISOString()
