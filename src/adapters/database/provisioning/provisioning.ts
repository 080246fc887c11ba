/** The rows of provisioning together. */
import type { ProvisioningRepository } from '../../../application/people/provisioning/ports.ts'
import type { Database } from '../pool.ts'
import { automaticQueries } from './automatic.ts'
import { journalQueries } from './journal.ts'
import { leaverAndTaskQueries } from './leavers-and-tasks.ts'
import { planQueries } from './plans.ts'

export const provisioningRepository = (db: Database): ProvisioningRepository => ({
  ...automaticQueries(db),
  ...planQueries(db),
  ...journalQueries(db),
  ...leaverAndTaskQueries(db),
})
