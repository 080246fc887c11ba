/**
 * Reports, events and facts of the account. Event occurrences are one record's own history, so
 * the call must say of which object type, and reading that type is needed too.
 */
import { family, type Operation } from './operation.ts'

const READ = { scopes: ['analytics:read'] } as const

export const ANALYTICS: readonly Operation[] = [
  ...family('analytics.reports', ['/analytics/v2'], READ, [
    ['report', 'GET /reports/{breakdownBy}/{timePeriod}'],
    ['views', 'GET /views'],
  ]),
  ...family('analytics.events', ['/events/v3/events', '/events/event-occurrences/{date}'], READ, [
    ['list', 'GET ', { typesInQuery: ['objectType'] }],
    ['types', 'GET /event-types'],
  ]),
  ...family('account', ['/account-info/v3', '/account-info/{date}'], { anyGrant: true }, [
    ['details', 'GET /details'],
    ['usage', 'GET /api-usage/daily'],
    ['usage-private-apps', 'GET /api-usage/daily/private-apps'],
  ]),
]
