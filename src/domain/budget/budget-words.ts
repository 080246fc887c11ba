/** What each budget counts, as people say it behind a number. */
import type { BudgetName } from './buckets.ts'

export const BUDGET_WORDS: Readonly<Record<BudgetName, string>> = {
  burst: 'calls in 10 seconds',
  search: 'searches in a second',
  associations: 'association calls in 10 seconds',
  daily: 'calls today',
}

/** `1,250` */
export const grouped = (count: number): string =>
  String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
