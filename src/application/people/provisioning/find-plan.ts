/** A plan with its connection. */
import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { findConnection } from '../../access/find.ts'
import type { Repositories } from '../../ports.ts'
import type { StoredPlan } from './ports.ts'

/** @throws HubwardError `resource.not_found` */
export async function findPlan(
  from: Repositories,
  id: string,
): Promise<{ readonly plan: StoredPlan; readonly connection: Connection }> {
  const plan = await from.provisioning.plan(id)
  if (!plan)
    throw new HubwardError(
      'resource.not_found',
      `There is no plan "${id}". hubward people plans <connection> lists them.`,
    )
  return { plan, connection: await findConnection(from, plan.connectionId) }
}
