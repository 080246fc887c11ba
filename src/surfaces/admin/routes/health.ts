/** Routes of connections' health. */
import { lookAtConnection } from '../../../application/health/look-at-connection.ts'
import { listHealth, showHealth } from '../../../application/health/show-health.ts'
import { healthEndpoints as endpoints } from '../contract/health.ts'
import { healthHistoryView, healthView } from '../health-views.ts'
import { route } from '../route.ts'

export const healthRoutes = [
  route(endpoints.list, async ({ ctx }) => ({ items: (await listHealth(ctx)).map(healthView) })),
  route(endpoints.get, async ({ ctx, params }) => healthHistoryView(await showHealth(ctx, params))),
  route(endpoints.look, async ({ ctx, params }) => healthView(await lookAtConnection(ctx, params))),
]
