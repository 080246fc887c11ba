/** Every route of the admin API: one file per resource, one line each here. */
import type { AdminRoute } from '../route.ts'
import { auditRoutes } from './audit.ts'
import { connectionRoutes } from './connections.ts'
import { explainRoutes } from './explain.ts'
import { groupRoutes } from './groups.ts'
import { keyRoutes } from './keys.ts'
import { organisationRoutes } from './organisation.ts'
import { principalRoutes } from './principals.ts'

export const ROUTES: readonly AdminRoute[] = [
  ...organisationRoutes,
  ...principalRoutes,
  ...connectionRoutes,
  ...groupRoutes,
  ...keyRoutes,
  ...auditRoutes,
  ...explainRoutes,
]
