// The account's security activity: who made, saw, rotated or ended keys, and who came and went.
import type { SecurityEntry } from '../portal/security-log.ts'
import { invalid } from '../server/errors.ts'
import { pageOf } from '../server/paging.ts'
import { dated, mount, ok, type Answer, type Call, type Route } from '../server/route.ts'
import { isoInstant } from '../clock.ts'

export const securityActivityRoutes: readonly Route[] = mount(
  dated('/account-info', '/activity', '/account-info/v3/activity'),
  [
    {
      method: 'GET',
      path: '/security',
      needs: { any: ['account-info.security.read'] },
      handle: security,
    },
  ],
)

function security(call: Call): Answer {
  const { world, query, now, path } = call
  const from = readInstant(query, 'fromTimestamp') ?? 0
  const to = readInstant(query, 'toTimestamp') ?? now + 1
  const userId = query.get('userId')
  const found = world.security
    .between(from, to)
    .filter((entry) => userId === null || String(entry.userId) === userId)
  if (world.switches.securityActivityOrder === 'newest') found.reverse()
  const sizes = { fallback: 100, max: 200 }
  return ok(
    pageOf(
      found.map((entry) => view(entry, call)),
      query,
      { url: world.url, path },
      sizes,
    ),
  )
}

const view = (entry: SecurityEntry, { world }: Call) => ({
  id: entry.id,
  createdAt: isoInstant(entry.createdAt),
  type: entry.type,
  userId: entry.userId,
  actingUser: entry.actingUser,
  ...(world.switches.securityActivityObjects && entry.objectId !== undefined
    ? { objectId: entry.objectId }
    : {}),
  ipAddress: entry.ipAddress ?? '203.0.113.7',
  countryCode: 'de',
  regionCode: 'be',
  location: 'Berlin, Germany',
  infoUrl: `https://app.hubspot.com/settings/${world.portal.identity.portalId}`,
})

function readInstant(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0)
    throw invalid(`Invalid long value for ${name}: ${text}`)
  return value
}
