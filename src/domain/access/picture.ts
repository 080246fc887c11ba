/**
 * The organisation's access as it stands, in memory and indexed for the hot path. Immutable: a
 * change is a new picture. It holds no secret; a client key is known by its SHA-256 alone.
 */
import type { Authorisation } from '../authorisation/authorisation.ts'
import type { Connection } from '../connection/connection.ts'
import type { ClientKey, Grant, Group, Organisation, Principal } from './entities.ts'

/** Everything the picture is made from, as read in one snapshot of the database. */
export interface PictureRows {
  readonly version: number
  readonly organisation: Organisation | null
  readonly principals: readonly Principal[]
  readonly groups: readonly Group[]
  readonly grants: readonly Grant[]
  readonly connections: readonly Connection[]
  /** `hash` is the lower-case hex SHA-256 of the key. */
  readonly keys: readonly (ClientKey & { readonly hash: string })[]
  /** Live ones, and those that ended so lately that tokens of theirs may still come. */
  readonly authorisations?: readonly Authorisation[]
}

export interface AccessPicture {
  /** Rises with every change. */
  readonly version: number
  readonly organisation: Organisation | null
  keyByHash(hash: string): ClientKey | undefined
  keyById(id: string): ClientKey | undefined
  authorisation(id: string): Authorisation | undefined
  principal(id: string): Principal | undefined
  principals(): readonly Principal[]
  group(id: string): Group | undefined
  groups(): readonly Group[]
  groupsOf(principalId: string): readonly Group[]
  /** Through all the principal's groups, expired ones included: time is the decision's matter. */
  grantsOf(principalId: string): readonly Grant[]
  grantsOn(principalId: string, connectionId: string): readonly Grant[]
  grantsOfConnection(connectionId: string): readonly Grant[]
  /** By its slug; disconnected ones do not exist here. */
  connectionByName(name: string): Connection | undefined
  connection(id: string): Connection | undefined
  connections(): readonly Connection[]
}

export function buildPicture(rows: PictureRows): AccessPicture {
  const principals = new Map(rows.principals.map((row) => [row.id, row]))
  const groups = new Map(rows.groups.map((row) => [row.id, row]))
  const connections = new Map(rows.connections.map((row) => [row.id, row]))
  const live = rows.connections.filter((row) => row.state !== 'disconnected')
  const byName = new Map(live.map((row) => [row.name, row]))
  const byHash = new Map(rows.keys.map((row) => [row.hash, row]))
  const byKeyId = new Map(rows.keys.map((row) => [row.id, row]))
  const authorisations = new Map((rows.authorisations ?? []).map((row) => [row.id, row]))
  const grantsByGroup = Map.groupBy(rows.grants, (grant) => grant.groupId)
  const grantsByConnection = Map.groupBy(rows.grants, (grant) => grant.connectionId)
  const groupsByPrincipal = new Map<string, Group[]>()
  for (const group of rows.groups)
    for (const member of group.memberIds) append(groupsByPrincipal, member, group)
  const grantsByPrincipal = new Map<string, readonly Grant[]>()
  // Two lookups, not one by a joined text: a text made for every call is hashed for every call.
  const grantsByPair = new Map<string, ReadonlyMap<string, readonly Grant[]>>()
  for (const [principal, theirs] of groupsByPrincipal) {
    const grants = theirs.flatMap((group) => grantsByGroup.get(group.id) ?? [])
    grantsByPrincipal.set(principal, grants)
    grantsByPair.set(
      principal,
      Map.groupBy(grants, (grant) => grant.connectionId),
    )
  }
  return {
    version: rows.version,
    organisation: rows.organisation,
    keyByHash: (hash) => byHash.get(hash),
    keyById: (id) => byKeyId.get(id),
    authorisation: (id) => authorisations.get(id),
    principal: (id) => principals.get(id),
    principals: () => rows.principals,
    group: (id) => groups.get(id),
    groups: () => rows.groups,
    groupsOf: (id) => groupsByPrincipal.get(id) ?? [],
    grantsOf: (id) => grantsByPrincipal.get(id) ?? [],
    grantsOn: (id, connectionId) => grantsByPair.get(id)?.get(connectionId) ?? [],
    grantsOfConnection: (id) => grantsByConnection.get(id) ?? [],
    connectionByName: (name) => byName.get(name),
    connection: (id) => connections.get(id),
    connections: () => live,
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
