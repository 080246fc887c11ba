// Every route of the portal, in one table made of the rooms' tables.
import type { Route } from '../server/route.ts'
import { authorizeRoutes } from '../oauth/authorize.ts'
import { tokenRoutes } from '../oauth/token.ts'
import { accountActivityRoutes } from './account-activity.ts'
import { accountRoutes } from './account.ts'
import { associationBatchRoutes } from './association-batches.ts'
import { associationRoutes } from './associations.ts'
import { batchRoutes } from './batches.ts'
import { developerRoutes } from './developer.ts'
import { documentRoutes } from './documents.ts'
import { listRoutes } from './lists.ts'
import { objectRoutes } from './objects.ts'
import { ownerRoutes } from './owners.ts'
import { pipelineRoutes } from './pipelines.ts'
import { propertyRoutes } from './properties.ts'
import { reportRoutes } from './reports.ts'
import { schemaRoutes } from './schemas.ts'
import { searchRoutes } from './search.ts'
import { securityActivityRoutes } from './security-activity.ts'
import { teamRoutes } from './teams.ts'
import { userRoutes } from './users.ts'

export const ROUTES: readonly Route[] = [
  ...accountRoutes,
  ...securityActivityRoutes,
  ...accountActivityRoutes,
  ...authorizeRoutes,
  ...tokenRoutes,
  ...objectRoutes,
  ...batchRoutes,
  ...searchRoutes,
  ...ownerRoutes,
  ...propertyRoutes,
  ...pipelineRoutes,
  ...listRoutes,
  ...documentRoutes,
  ...reportRoutes,
  ...userRoutes,
  ...teamRoutes,
  ...developerRoutes,
  ...schemaRoutes,
  ...associationRoutes,
  ...associationBatchRoutes,
]
