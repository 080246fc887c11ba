/** The rows of provisioning together. */
import type { ProvisioningRepository } from '../../../application/people/provisioning/ports.ts'
import type { Database } from '../pool.ts'
import { journalQueries } from './journal.ts'
import { leaverAndTaskQueries } from './leavers-and-tasks.ts'
import { planQueries } from './plans.ts'

export const provisioningRepository = (db: Database): ProvisioningRepository => ({
  ...planQueries(db),
  ...journalQueries(db),
  ...leaverAndTaskQueries(db),
})
