/** Every check of the doctor, in the order in which a person would look. */
import type { Check } from './check.ts'
import { auditCheck } from './checks/audit.ts'
import { certificateCheck } from './checks/certificate.ts'
import { databaseClockCheck, hubspotClockCheck } from './checks/clocks.ts'
import { configCheck } from './checks/config.ts'
import { connectionsCheck } from './checks/connections.ts'
import { dataFolderCheck, diskCheck } from './checks/data-folder.ts'
import {
  databaseCheck,
  databaseConnectionsCheck,
  databaseRoleCheck,
  migrationsCheck,
} from './checks/database.ts'
import { hubspotCheck } from './checks/hubspot.ts'
import { jobsCheck } from './checks/jobs.ts'
import { openFilesCheck, memoryCheck } from './checks/limits.ts'
import { mailCheck } from './checks/mail.ts'
import { masterKeyCheck, masterKeyFitsCheck } from './checks/master-key.ts'
import { nodeCheck } from './checks/node.ts'

export const CHECKS: readonly Check[] = [
  nodeCheck,
  configCheck,
  masterKeyCheck,
  masterKeyFitsCheck,
  dataFolderCheck,
  diskCheck,
  databaseCheck,
  databaseRoleCheck,
  migrationsCheck,
  databaseConnectionsCheck,
  databaseClockCheck,
  hubspotCheck,
  hubspotClockCheck,
  certificateCheck,
  mailCheck,
  connectionsCheck,
  jobsCheck,
  auditCheck,
  openFilesCheck,
  memoryCheck,
]
