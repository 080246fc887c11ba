/** What one principal may do now, connection by connection, and through which groups they may. */
import type { Connection } from '../connection/connection.ts'
import { isCovered } from '../hubspot/hubspot-scopes.ts'
import type { Grant, Group, Principal } from './entities.ts'
import type { AccessPicture } from './picture.ts'
import { compareScopes, describeScope, type Scope } from './scope.ts'

export interface AccessOf {
  readonly principal: Principal
  readonly groups: readonly Group[]
  /** By name; only those on which at least one grant is live. */
  readonly connections: readonly ConnectionAccess[]
}

export interface ConnectionAccess {
  readonly connection: Connection
  readonly scopes: readonly HeldScope[]
}

export interface HeldScope {
  readonly scope: Scope
  readonly description: string
  /** Names of the groups that grant it. */
  readonly through: readonly string[]
  /** When the last of those grants ends; `null` where one has no end. */
  readonly expiresAt: Date | null
  /** Whether the connection's credential holds at HubSpot what the scope needs. */
  readonly covered: boolean
}

export function accessOf(picture: AccessPicture, principal: Principal, now: Date): AccessOf {
  const live = picture
    .grantsOf(principal.id)
    .filter(({ expiresAt }) => !expiresAt || expiresAt > now)
  const connections = [...Map.groupBy(live, ({ connectionId }) => connectionId)].flatMap(
    ([id, grants]) => {
      const connection = picture.connection(id)
      if (!connection || connection.state === 'disconnected') return []
      return [{ connection, scopes: scopesOf(picture, connection, grants) }]
    },
  )
  return {
    principal,
    groups: picture.groupsOf(principal.id),
    connections: connections.sort((a, b) => (a.connection.name < b.connection.name ? -1 : 1)),
  }
}

function scopesOf(
  picture: AccessPicture,
  connection: Connection,
  grants: readonly Grant[],
): HeldScope[] {
  const scopes = [...new Set(grants.flatMap((grant) => grant.scopes))].sort(compareScopes)
  return scopes.map((scope) => {
    const granting = grants.filter((grant) => grant.scopes.includes(scope))
    const ends = granting.map(({ expiresAt }) => expiresAt)
    const names = granting.flatMap(({ groupId }) => picture.group(groupId)?.name ?? [])
    return {
      scope,
      description: describeScope(scope),
      through: [...new Set(names)].sort(),
      expiresAt: ends.includes(null)
        ? null
        : new Date(Math.max(...ends.map((end) => end?.getTime() ?? 0))),
      covered: isCovered(scope, connection.hubspotScopes),
    }
  })
}
