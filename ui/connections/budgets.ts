/** What HubSpot allows a portal, in words: the name of each budget and the time it is for. */
import type { Gauge } from './types.ts'

export type BudgetName = Gauge['name']

export const BUDGETS: Record<
  BudgetName,
  { readonly title: string; readonly what: string; readonly unit: string }
> = {
  burst: {
    title: 'Calls',
    what: 'Calls of all kinds, over a rolling window.',
    unit: 'per 10 seconds',
  },
  search: {
    title: 'Searches',
    what: 'Search calls, which HubSpot counts apart.',
    unit: 'per second',
  },
  associations: {
    title: 'Associations',
    what: 'Calls that read or change links between records.',
    unit: 'per 10 seconds',
  },
  daily: {
    title: 'Calls of the day',
    what: 'All calls of one day in the portal’s time zone, Hubward’s own included.',
    unit: 'per day',
  },
}

export const BUDGET_NAMES = Object.keys(BUDGETS) as readonly BudgetName[]

const NUMBER = new Intl.NumberFormat('en')
export const count = (value: number): string => NUMBER.format(value)

/** Under a gauge, where the title names the day: that checks count in it is not clear by itself. */
export const noteOf = (gauge: Pick<Gauge, 'name' | 'windowMs'>): string =>
  gauge.name === 'daily' ? 'Hubward’s own included' : windowOf(gauge)

/** `per 10 seconds`; the day is a day, whatever the window says in milliseconds. */
export function windowOf({ name, windowMs }: Pick<Gauge, 'name' | 'windowMs'>): string {
  if (name === 'daily') return 'per day'
  const seconds = windowMs / 1_000
  return seconds === 1 ? 'per second' : `per ${count(Math.round(seconds * 10) / 10)} seconds`
}

/** Never below nothing: limits may shrink while calls are in flight. */
export const usedOf = ({ limit, remaining }: Pick<Gauge, 'limit' | 'remaining'>): number =>
  Math.min(limit, Math.max(0, limit - remaining))

/** The one that is nearest to its end: what a list has room for. */
export function tightest(gauges: readonly Gauge[]): Gauge | undefined {
  const share = (gauge: Gauge): number => (gauge.limit > 0 ? usedOf(gauge) / gauge.limit : 0)
  return gauges.toSorted((a, b) => share(b) - share(a))[0]
}
