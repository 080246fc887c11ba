/** Which connections a principal reaches now, and with which scopes: all that their tools hang on. */
import { effectiveScopes } from '../access/decide.ts'
import type { AccessPicture } from '../access/picture.ts'
import type { Scope } from '../access/scope.ts'
import type { Connection } from '../connection/connection.ts'

export interface Reach {
  readonly connection: Connection
  /** Sorted, never empty. */
  readonly scopes: readonly Scope[]
}

/** Sorted by the connection's name; paused ones are there too, since their grants stand. */
export function reachOf(picture: AccessPicture, principalId: string, now: Date): readonly Reach[] {
  const ids = new Set(picture.grantsOf(principalId).map((grant) => grant.connectionId))
  return picture
    .connections()
    .filter((connection) => ids.has(connection.id))
    .map((connection) => ({
      connection,
      scopes: effectiveScopes(picture, principalId, connection.id, now),
    }))
    .filter(({ scopes }) => scopes.length > 0)
    .sort((a, b) => (a.connection.name < b.connection.name ? -1 : 1))
}

/** When the next of the principal's grants ends by itself: what was derived before then is stale. */
export function nextExpiry(picture: AccessPicture, principalId: string, now: Date): Date | null {
  const ends = picture
    .grantsOf(principalId)
    .flatMap(({ expiresAt }) => (expiresAt && expiresAt > now ? [expiresAt] : []))
  return ends.reduce<Date | null>((first, end) => (!first || end < first ? end : first), null)
}
