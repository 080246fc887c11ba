// Dates without a time, as the legacy analytics endpoints take and give them.
import { invalid } from './errors.ts'

/** `YYYYMMDD` or `YYYY-MM-DD`, as midnight UTC. @throws HubSpotError 400 */
export function needDate(query: URLSearchParams, name: string): number {
  const text = query.get(name)
  const found = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text ?? '')
  const date = found ? Date.parse(`${found[1]}-${found[2]}-${found[3]}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(date)) throw invalid(`${name} must be a date of the form YYYYMMDD`)
  return date
}

export const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
