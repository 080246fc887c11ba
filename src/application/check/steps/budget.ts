/** What HubSpot allows, as its answers to the steps before have told. */
import { judgeBudget } from '../../../domain/check/judge-budget.ts'
import { skipped } from '../../../domain/check/report.ts'
import type { Step } from '../check-run.ts'

export const budgetStep: Step = {
  name: 'budget',
  needs: ['credential'],
  async run({ ctx, connection, told }) {
    const states = ctx.budget.reading(connection)
    if (states.length === 0) return skipped('No call has told yet what HubSpot allows')
    return judgeBudget(states, connection.budget, told)
  },
}
