// Decides who is calling: the 401s, the hublet and migration refusals, and the 403 for a missing
// scope, in the order in which HubSpot's edge is taken to check them (see fidelity.md).
import type { IncomingHttpHeaders } from 'node:http'
import type { Requirement } from '../server/route.ts'
import {
  deactivated,
  developerKeyOnly,
  expired,
  hapikeyExpired,
  hapikeyUnknown,
  migrating,
  missingScopes,
  unauthenticated,
  wrongHublet,
} from '../server/errors.ts'
import type { World } from '../world.ts'
import type { Token } from './tokens.ts'

/** The ended account API keys that are answered "expired"; any other is one that does not exist. */
const HAPIKEY_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function authenticate(
  world: World,
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  now: number,
): Token {
  const authorization = headers.authorization
  if (authorization === undefined) {
    const hapikey = query.get('hapikey')
    if (hapikey === null) throw unauthenticated()
    throw HAPIKEY_FORM.test(hapikey) ? hapikeyExpired() : hapikeyUnknown()
  }
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)
  const token = bearer ? world.tokens.find(bearer[1]!) : undefined
  if (token?.disabled && world.switches.deactivatedSaysSo) throw deactivated()
  if (!token || token.disabled || token.kind === 'developer_key') throw unauthenticated()
  if (token.expiresAt !== null && token.expiresAt <= now) throw expired(token.expiresAt, now)
  return token
}

/** For the app-management endpoints, which take `?hapikey=` with a developer key and nothing else. */
export function authenticateDeveloper(world: World, query: URLSearchParams): Token {
  const hapikey = query.get('hapikey')
  if (hapikey === null) throw developerKeyOnly()
  const token = world.tokens.find(hapikey)
  if (!token || token.disabled || token.kind !== 'developer_key') throw hapikeyUnknown()
  return token
}

/** 488 and 477: the portal is elsewhere, or on its way there. */
export function checkPortal(world: World, token: Token): void {
  const { portalId, hublet } = world.portal.identity
  const correct = world.switches.correctHublet ?? (token.hublet === hublet ? null : token.hublet)
  if (correct !== null) throw wrongHublet(portalId, correct)
  if (world.switches.migrating) throw migrating(portalId, world.switches.migrationRetryAfter)
}

export function checkScopes(requirement: Requirement, token: Token): void {
  if ('all' in requirement) {
    if (requirement.all.every((scope) => token.scopes.has(scope))) return
    throw missingScopes('all', requirement.listed ?? requirement.all)
  }
  if (requirement.any.some((scope) => token.scopes.has(scope))) return
  throw missingScopes('any', requirement.listed ?? requirement.any)
}
