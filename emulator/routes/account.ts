// Who the portal is, what a token is, and how much of the day is used: the calls with which a
// client checks its connection.
import { isoInstant } from '../clock.ts'
import { offsetMinutes } from '../limits/day.ts'
import { uiDomain } from '../portal/view.ts'
import { shownScope } from '../auth/scopes.ts'
import { invalid } from '../server/errors.ts'
import { missingFields, objectBody } from '../server/json-body.ts'
import { dated, mount, ok, type Answer, type Call, type Route } from '../server/route.ts'

const OAUTH = { any: ['oauth'] }

export const accountRoutes: readonly Route[] = [
  ...mount(dated('/account-info', '', '/account-info/v3'), [
    { method: 'GET', path: '/details', needs: OAUTH, handle: details },
    { method: 'GET', path: '/api-usage/daily/private-apps', needs: OAUTH, handle: usage },
    { method: 'GET', path: '/api-usage/daily', needs: OAUTH, handle: usage },
  ]),
  {
    method: 'POST',
    path: '/oauth/v2/private-apps/get/access-token-info',
    needs: 'open',
    handle: tokenInfo,
  },
]

function details({ world, path, now }: Call): Answer {
  const { portal } = world
  const { identity } = portal
  const minutes = offsetMinutes(now, identity.timeZone)
  const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')
  const rest = String(Math.abs(minutes) % 60).padStart(2, '0')
  return ok({
    portalId: identity.portalId,
    accountType: identity.accountType,
    timeZone: identity.timeZone,
    companyCurrency: identity.currency,
    additionalCurrencies: [],
    utcOffset: `${minutes < 0 ? '-' : '+'}${hours}:${rest}`,
    utcOffsetMilliseconds: minutes * 60_000,
    uiDomain: uiDomain(identity.hublet),
    dataHostingLocation: identity.hublet,
    ...(path.startsWith('/account-info/2026-09/')
      ? { portalName: identity.portalName, createdAt: isoInstant(portal.createdAt) }
      : {}),
  })
}

/** Counts private apps only: service-key calls are missing from it, as in the real portal (KAL). */
function usage({ world, now }: Call): Answer {
  const { daily } = world.limits
  return ok({
    results: [
      {
        name: 'private-apps-api-calls-daily',
        usageLimit: daily.limit,
        currentUsage: world.limits.privateAppCalls(now),
        collectedAt: isoInstant(now),
        fetchStatus: 'SUCCESS',
        resetsAt: isoInstant(daily.resetsAt(now)),
      },
    ],
  })
}

/** The answer for a token that is not known is not established; 404 is one reading (fidelity.md). */
function tokenInfo({ world, body, now }: Call): Answer {
  const { tokenKey } = objectBody(body)
  if (typeof tokenKey !== 'string' || tokenKey === '') throw missingFields(['tokenKey'])
  const token = world.tokens.find(tokenKey)
  const dead = !token || token.disabled || (token.expiresAt !== null && token.expiresAt <= now)
  if (dead || token.kind === 'developer_key') {
    throw invalid('The access token is invalid or has been deactivated.')
  }
  return ok({
    userId: token.userId,
    hubId: world.portal.identity.portalId,
    appId: token.appId,
    scopes: [...token.scopes].map(shownScope),
  })
}
