// Every route of the portal, in one table made of the rooms' tables.
import type { Route } from '../server/route.ts'
import { accountRoutes } from './account.ts'
import { batchRoutes } from './batches.ts'
import { objectRoutes } from './objects.ts'
import { ownerRoutes } from './owners.ts'
import { propertyRoutes } from './properties.ts'
import { searchRoutes } from './search.ts'

export const ROUTES: readonly Route[] = [
  ...accountRoutes,
  ...objectRoutes,
  ...batchRoutes,
  ...searchRoutes,
  ...ownerRoutes,
  ...propertyRoutes,
]
