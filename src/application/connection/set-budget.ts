import { changeBudget } from '../../domain/connection/budget-settings.ts'
import type { BudgetSettings, Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { changeConnection } from './change-connection.ts'

export interface SetBudget {
  /** Id or name. */
  readonly connection: string
  /** What is left out stays; `null` returns a bucket to the account tier. */
  readonly budget: Partial<BudgetSettings>
}

/** Sets a portal's allowance by hand. Idempotent. @throws HubwardError `request.invalid` */
export async function setBudget(ctx: Context, input: SetBudget): Promise<Connection> {
  return changeConnection(ctx, 'change', 'connection.set_budget', input.connection, (before) => {
    const budget = changeBudget(before.budget, input.budget)
    if (!budget.ok)
      throw new HubwardError(
        'request.invalid',
        budget.error.map(({ path, message }) => `${path}: ${message}`).join(' '),
        { fields: budget.error },
      )
    const same = Object.entries(budget.value).every(
      ([name, value]) => before.budget[name as keyof BudgetSettings] === value,
    )
    return same ? before : { ...before, budget: budget.value }
  })
}
