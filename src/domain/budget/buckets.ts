/** The allowances that HubSpot keeps per portal, by the names we use everywhere. */
export const BUDGET_NAMES = ['burst', 'search', 'associations', 'daily'] as const
export type BudgetName = (typeof BUDGET_NAMES)[number]
