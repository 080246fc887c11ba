/** What an admin may set of a portal's budget by hand, checked. */
import type { FieldError } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import type { BudgetSettings } from './connection.ts'

/** Everything by account tier. */
export const BY_TIER: BudgetSettings = {
  burst: null,
  search: null,
  associations: null,
  daily: null,
}

/** Above anything that HubSpot sells and anything one process carries (bench/gateway). */
const MOST: Record<keyof BudgetSettings, number> = {
  burst: 1_000_000,
  search: 100_000,
  associations: 1_000_000,
  daily: 10_000_000_000,
}

/** Lays a change over what is set; `null` returns a bucket to the account tier. Mistakes are by bucket. */
export function changeBudget(
  before: BudgetSettings,
  change: Partial<BudgetSettings>,
): Result<BudgetSettings, readonly FieldError[]> {
  const mistakes = Object.entries(change).flatMap(([path, value]): FieldError[] => {
    if (!Object.hasOwn(MOST, path))
      return [{ path, message: `There is no bucket "${path}": ${Object.keys(MOST).join(', ')}.` }]
    const most = MOST[path as keyof BudgetSettings]
    if (value === null || value === undefined) return []
    if (Number.isInteger(value) && value >= 1 && value <= most) return []
    return [{ path, message: `It is a whole number from 1 to ${most}, or null.` }]
  })
  if (mistakes.length > 0) return err(mistakes)
  const set = Object.entries(change).filter(([, value]) => value !== undefined)
  return ok({ ...before, ...Object.fromEntries(set) })
}
