/** Every operation that Hubward knows of HubSpot: those it can forward, and those it never will. */
import { ANALYTICS } from './analytics.ts'
import { CMS } from './cms.ts'
import { CRM_ASSOCIATIONS } from './crm-associations.ts'
import { CRM_DEFINITIONS } from './crm-definitions.ts'
import { CRM_LISTS } from './crm-lists.ts'
import { CRM_OBJECTS } from './crm-objects.ts'
import { CRM_TRANSFERS } from './crm-transfers.ts'
import { ENGAGEMENTS_V1 } from './engagements-v1.ts'
import { FILES } from './files.ts'
import { MARKETING } from './marketing.ts'
import type { Operation } from './operation.ts'
import { PEOPLE } from './people.ts'

export { REFUSED_OPERATIONS } from './refused.ts'

export const OPERATIONS: readonly Operation[] = [
  ...CRM_OBJECTS,
  ...CRM_ASSOCIATIONS,
  ...CRM_DEFINITIONS,
  ...CRM_LISTS,
  ...CRM_TRANSFERS,
  ...PEOPLE,
  ...ENGAGEMENTS_V1,
  ...FILES,
  ...CMS,
  ...MARKETING,
  ...ANALYTICS,
]
