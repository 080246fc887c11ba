/** What the API says of plans, by the names these pages use. */
import type {
  AccessStateView,
  ApplyProgressView,
  PlanItemView,
  ProvisioningPlanView,
} from '../../src/surfaces/admin/contract/provisioning.ts'
import type { Item } from '../api/endpoints.ts'

export type Plan = ProvisioningPlanView
export type PlanItem = PlanItemView
export type Act = PlanItem['act']
export type Ending = NonNullable<PlanItem['outcome']>['ending']
export type Block = Plan['blocks'][number]
export type AccessState = AccessStateView
export type ApplyProgress = ApplyProgressView
export type PlansEntry = Item<'GET /api/v1/connections/{connection}/people/plans'>
export type Task = Item<'GET /api/v1/connections/{connection}/people/tasks'>
