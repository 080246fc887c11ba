/**
 * What an edit of a group's grants changes: scope by scope on each connection, and person by person
 * with their other groups considered. Grants that have ended grant nothing, before and after.
 */
import type { Grant, Group } from './entities.ts'
import { compareScopes, scopeParts, type Scope } from './scope.ts'

/** A grant as somebody wishes it. */
export type WantedGrant = Pick<Grant, 'connectionId' | 'scopes' | 'expiresAt'>

export interface Rescheduled {
  readonly scope: Scope
  /** When it ends; `null` where it does not. */
  readonly before: Date | null
  readonly after: Date | null
}

export interface ConnectionDiff {
  readonly connectionId: string
  readonly added: readonly Scope[]
  readonly removed: readonly Scope[]
  /** Kept, but with another end. */
  readonly rescheduled: readonly Rescheduled[]
}

/** One entry per connection on which something changes, in the order of their ids. */
export function diffGrants(
  before: readonly WantedGrant[],
  after: readonly WantedGrant[],
  now: Date,
): readonly ConnectionDiff[] {
  const ids = [...new Set([...before, ...after].map(({ connectionId }) => connectionId))].sort()
  return ids.flatMap((connectionId) => {
    const had = endsOf(before, connectionId, now)
    const has = endsOf(after, connectionId, now)
    const added = [...has.keys()].filter((scope) => !had.has(scope)).sort(compareScopes)
    const removed = [...had.keys()].filter((scope) => !has.has(scope)).sort(compareScopes)
    const rescheduled = [...had]
      .flatMap(([scope, end]): Rescheduled[] => {
        const then = has.get(scope)
        if (then === undefined || then?.getTime() === end?.getTime()) return []
        return [{ scope, before: end, after: then }]
      })
      .sort((a, b) => compareScopes(a.scope, b.scope))
    const changes = added.length + removed.length + rescheduled.length
    return changes === 0 ? [] : [{ connectionId, added, removed, rescheduled }]
  })
}

export interface Gain {
  readonly connectionId: string
  readonly scope: Scope
}

export interface PersonDiff {
  readonly principalId: string
  readonly gains: readonly Gain[]
  readonly loses: readonly Gain[]
}

/**
 * Who of the group gains or loses what. A scope that another group of theirs grants anyway is
 * neither gained nor lost.
 *
 * @param elsewhere the grants of all other groups
 */
export function diffPeople(
  group: Group,
  diffs: readonly ConnectionDiff[],
  groups: readonly Group[],
  elsewhere: readonly Grant[],
  now: Date,
): readonly PersonDiff[] {
  const others = Map.groupBy(
    elsewhere.filter((grant) => grant.groupId !== group.id && isLive(grant, now)),
    ({ groupId }) => groupId,
  )
  return group.memberIds.flatMap((principalId) => {
    const held = new Set(
      groups
        .filter(({ id, memberIds }) => id !== group.id && memberIds.includes(principalId))
        .flatMap(({ id }) => others.get(id) ?? [])
        .flatMap(({ connectionId, scopes }) => scopes.map((scope) => `${connectionId} ${scope}`)),
    )
    const only = (connectionId: string, scopes: readonly Scope[]): Gain[] =>
      scopes
        .filter((scope) => !held.has(`${connectionId} ${scope}`))
        .map((scope) => ({ connectionId, scope }))
    const gains = diffs.flatMap(({ connectionId, added }) => only(connectionId, added))
    const loses = diffs.flatMap(({ connectionId, removed }) => only(connectionId, removed))
    return gains.length + loses.length === 0 ? [] : [{ principalId, gains, loses }]
  })
}

/** Whether the group may change something afterwards that it may not now. */
export const addsWrite = (diffs: readonly ConnectionDiff[]): boolean =>
  diffs.some(({ added }) => added.some((scope) => scopeParts(scope).effect !== 'read'))

const isLive = ({ expiresAt }: WantedGrant, now: Date): boolean => !expiresAt || expiresAt > now

/** Each scope that is granted there now, with the last of its ends; `null` is none. */
function endsOf(
  grants: readonly WantedGrant[],
  connectionId: string,
  now: Date,
): ReadonlyMap<Scope, Date | null> {
  const ends = new Map<Scope, Date | null>()
  for (const grant of grants) {
    if (grant.connectionId !== connectionId || !isLive(grant, now)) continue
    for (const scope of grant.scopes) {
      const known = ends.get(scope)
      const isLater =
        known === undefined || (known !== null && (!grant.expiresAt || grant.expiresAt > known))
      if (isLater) ends.set(scope, grant.expiresAt)
    }
  }
  return ends
}
