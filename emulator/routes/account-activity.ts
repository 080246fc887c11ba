// Who came into the account, and its audit log: what HubSpot tells beside the security activity.
import { isoInstant } from '../clock.ts'
import type { Login } from '../people/login-log.ts'
import type { SecurityEntry } from '../portal/security-log.ts'
import { gated, invalid } from '../server/errors.ts'
import { pageOf } from '../server/paging.ts'
import { dated, mount, ok, type Answer, type Call, type Route } from '../server/route.ts'

const NEEDS = { any: ['account-info.security.read'] }
const SIZES = { fallback: 100, max: 200 }

export const accountActivityRoutes: readonly Route[] = mount(
  dated('/account-info', '/activity', '/account-info/v3/activity'),
  [
    { method: 'GET', path: '/login', needs: NEEDS, handle: logins },
    { method: 'GET', path: '/audit-logs', needs: NEEDS, handle: auditLogs },
  ],
)

/** Of the last 90 days, newest first unless the switch says otherwise; of one user, if asked. */
function logins({ world, query, path, now }: Call): Answer {
  const found = world.logins.recent(now, readUserId(query, 'userId'))
  if (world.switches.loginOrder === 'oldest') found.reverse()
  const page = pageOf(found, query, { url: world.url, path }, SIZES)
  return ok({ ...page, results: page.results.map(viewLogin) })
}

const viewLogin = (login: Login) => ({
  id: login.id,
  loginAt: isoInstant(login.at),
  userId: login.userId,
  email: login.email,
  loginSucceeded: login.succeeded,
  ipAddress: login.ipAddress,
  location: 'berlin, germany',
  userAgent: login.userAgent,
  countryCode: 'de',
  regionCode: 'be',
})

type AuditEntry = {
  id: string
  category: string
  subCategory: string
  action: string
  targetObjectId: string
  at: number
  userId: number
  email: string
}

/** Enterprise only. It tells what the other two logs tell, in its own words. */
function auditLogs({ world, query, path, now }: Call): Answer {
  if (world.portal.identity.tier !== 'enterprise') throw gated('Audit logs')
  const from = readInstant(query, 'occurredAfter') ?? 0
  const to = readInstant(query, 'occurredBefore') ?? now + 1
  const actor = readUserId(query, 'actingUserId')
  const found = [
    ...world.security.between(0, now + 1).map(auditOfSecurity),
    ...world.logins.recent(now).map(auditOfLogin),
  ]
    .filter(({ at, userId }) => at >= from && at < to && (actor ?? userId) === userId)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  if (query.get('sort') === 'occurredAt') found.reverse()
  const page = pageOf(found, query, { url: world.url, path }, SIZES)
  return ok({
    ...page,
    results: page.results.map(({ at, userId, email, ...entry }) => ({
      ...entry,
      occurredAt: isoInstant(at),
      actingUser: { userId, userEmail: email },
    })),
  })
}

const auditOfSecurity = (entry: SecurityEntry): AuditEntry => ({
  id: `s${entry.id}`,
  category: 'CRITICAL_ACTION',
  subCategory: entry.type,
  action: 'PERFORM',
  targetObjectId: entry.objectId ?? '',
  at: entry.createdAt,
  userId: entry.userId,
  email: entry.actingUser,
})

const auditOfLogin = (login: Login): AuditEntry => ({
  id: `l${login.id}`,
  category: 'LOGIN',
  subCategory: login.succeeded ? 'LOGIN_SUCCEEDED' : 'LOGIN_FAILED',
  action: 'PERFORM',
  targetObjectId: String(login.userId),
  at: login.at,
  userId: login.userId,
  email: login.email,
})

function readUserId(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  if (!/^\d{1,16}$/.test(text)) throw invalid(`Invalid integer value for ${name}: ${text}`)
  return Number(text)
}

function readInstant(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isNaN(at)) throw invalid(`Invalid date time value for ${name}: ${text}`)
  return at
}
