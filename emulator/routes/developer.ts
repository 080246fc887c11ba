// The app-management endpoints that take a developer key in the query and nothing else: enough to
// tell such a key from a token.
import { isoInstant } from '../clock.ts'
import { notFound } from '../server/errors.ts'
import { ok, type Answer, type Call, type Route } from '../server/route.ts'

export const developerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/webhooks/v3/:appId/subscriptions',
    needs: 'developer',
    handle: subscriptions,
  },
  { method: 'GET', path: '/webhooks/v3/:appId/settings', needs: 'developer', handle: settings },
]

function needApp({ world, params }: Call): void {
  const appId = Number(params['appId'])
  const known =
    world.tokens.list().some((token) => token.appId === appId) ||
    world.oauth.apps().some((app) => app.appId === appId)
  if (!known) throw notFound()
}

function subscriptions(call: Call): Answer {
  needApp(call)
  return ok({ results: [] })
}

function settings(call: Call): Answer {
  needApp(call)
  const at = isoInstant(call.world.portal.createdAt)
  return ok({
    targetUrl: 'https://www.our-firm.example/webhooks',
    throttling: { maxConcurrentRequests: 10, period: 'SECONDLY' },
    createdAt: at,
    updatedAt: at,
  })
}
