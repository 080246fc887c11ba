/**
 * The decision: may this key's holder make a call that needs these scopes on this connection?
 * Pure, and deny by default. Nothing here falls back to what the connection's own credential
 * could do: a scope that no group of the caller grants is refused.
 */
import { authorisationState, type Access } from '../authorisation/authorisation.ts'
import { isWrite } from '../authorisation/oauth-scope.ts'
import type { Connection } from '../connection/connection.ts'
import { err, ok, type Result } from '../result.ts'
import type { Grant, Group, Principal } from './entities.ts'
import type { Means } from './means.ts'
import type { AccessPicture } from './picture.ts'
import { compareScopes, type Scope } from './scope.ts'

/** Who is calling, and by what they proved it. */
export interface Caller {
  readonly principal: Principal
  readonly means: Means
  /** `read`: may not write, whatever the groups grant. Absent where the means sets no such limit. */
  readonly access?: Access
}

export type CallerRefusal = 'key_unknown' | 'key_revoked' | 'key_expired' | 'principal_removed'

/** Tells who holds the key of this hash (lower-case hex SHA-256). */
export function identifyCaller(
  picture: AccessPicture,
  keyHash: string,
  now: Date,
): Result<Caller, CallerRefusal> {
  const key = picture.keyByHash(keyHash)
  if (!key) return err('key_unknown')
  if (key.revokedAt) return err('key_revoked')
  if (key.expiresAt && key.expiresAt <= now) return err('key_expired')
  const principal = picture.principal(key.principalId)
  if (principal?.state !== 'active') return err('principal_removed')
  const { id, name, expiresAt } = key
  return ok({ principal, means: { kind: 'key', id, name, expiresAt } })
}

/** What of an access token says who calls; its signature was checked. */
export interface TokenBearer {
  readonly principalId: string
  readonly access: Access
  readonly expiresAt: Date
  /** What must still be live for the token to be. */
  readonly hangsOn: { readonly kind: 'authorisation' | 'key'; readonly id: string }
}

export type BearerRefusal =
  'authorisation_ended' | 'key_ended' | 'token_expired' | 'principal_removed'

/** Tells who sent a token: it is worth no more than what it was fetched with is worth now. */
export function identifyBearer(
  picture: AccessPicture,
  bearer: TokenBearer,
  now: Date,
): Result<Caller, BearerRefusal> {
  if (bearer.expiresAt <= now) return err('token_expired')
  const principal = picture.principal(bearer.principalId)
  if (principal?.state !== 'active') return err('principal_removed')
  const { id, kind } = bearer.hangsOn
  if (kind === 'key') {
    const key = picture.keyById(id)
    const live = key && !key.revokedAt && (!key.expiresAt || key.expiresAt > now)
    if (!live || key.principalId !== principal.id) return err('key_ended')
    const means: Means = { kind, id, name: key.name, expiresAt: bearer.expiresAt }
    return ok({ principal, means, access: bearer.access })
  }
  const authorisation = picture.authorisation(id)
  if (
    authorisation?.principalId !== principal.id ||
    authorisationState(authorisation, now) !== 'live'
  )
    return err('authorisation_ended')
  const { access, client, expiresAt } = authorisation
  return ok({
    principal,
    means: { kind, id, name: client.name, expiresAt },
    // Less of the two: a token may ask for less than was granted, never for more.
    access: access === 'write' ? bearer.access : 'read',
  })
}

export interface Permit {
  readonly connection: Connection
  /** The group whose grant carries the call: it is named in the audit and charged in the budget. */
  readonly group: Group
  readonly scopes: readonly Scope[]
}

export type Refusal =
  | { readonly reason: 'connection_unknown' }
  | {
      readonly reason: 'scope_missing'
      readonly missing: readonly Scope[]
      readonly held: readonly Scope[]
    }
  | { readonly reason: 'read_only'; readonly writes: readonly Scope[] }
  | { readonly reason: 'connection_pending'; readonly connection: Connection }
  | { readonly reason: 'connection_suspended'; readonly connection: Connection }
  | { readonly reason: 'connection_needs_reauth'; readonly connection: Connection }

/**
 * Decides. A connection on which the caller holds no live grant is answered exactly like one
 * that does not exist, so that names of connections cannot be guessed.
 */
export function decide(
  picture: AccessPicture,
  caller: Caller,
  connectionName: string,
  needed: readonly Scope[],
  now: Date,
): Result<Permit, Refusal> {
  const connection = picture.connectionByName(connectionName)
  if (!connection) return err({ reason: 'connection_unknown' })
  const grants = liveOf(picture.grantsOn(caller.principal.id, connection.id), now)
  const [first] = grants
  if (!first) return err({ reason: 'connection_unknown' })
  const carrying = needed.length === 0 ? first : carrierOf(grants, needed)
  if (!carrying) {
    const held = new Set(grants.flatMap((grant) => grant.scopes))
    const missing = needed.filter((scope) => !held.has(scope))
    if (missing.length > 0)
      return err({ reason: 'scope_missing', missing, held: [...held].sort(compareScopes) })
  }
  // After the grants: letting the client in again helps only where the groups grant the write.
  if (caller.access === 'read') {
    const writes = needed.filter(isWrite)
    if (writes.length > 0) return err({ reason: 'read_only', writes })
  }
  if (connection.state === 'pending') return err({ reason: 'connection_pending', connection })
  if (connection.state === 'suspended') return err({ reason: 'connection_suspended', connection })
  if (connection.state !== 'active') return err({ reason: 'connection_needs_reauth', connection })
  const group = picture.group((carrying ?? first).groupId)
  if (!group) return err({ reason: 'connection_unknown' })
  return ok({ connection, group, scopes: needed })
}

/** The same list where none has expired, which is the rule. */
const liveOf = (grants: readonly Grant[], now: Date): readonly Grant[] =>
  grants.some((grant) => grant.expiresAt && grant.expiresAt <= now)
    ? grants.filter((grant) => !grant.expiresAt || grant.expiresAt > now)
    : grants

const carrierOf = (grants: readonly Grant[], needed: readonly Scope[]): Grant | undefined =>
  grants.find((grant) => needed.every((scope) => grant.scopes.includes(scope)))

/** The scopes that a principal holds on a connection now, over all groups, as `compareScopes` orders. */
export function effectiveScopes(
  picture: AccessPicture,
  principalId: string,
  connectionId: string,
  now: Date,
): readonly Scope[] {
  const live = liveOf(picture.grantsOn(principalId, connectionId), now)
  return [...new Set(live.flatMap((grant) => grant.scopes))].sort(compareScopes)
}
