/** What changes for the groups when a connection gets a credential with other HubSpot scopes. */
import type { Grant } from '../access/entities.ts'
import type { Scope } from '../access/scope.ts'
import { isCovered, stillNeeded } from '../hubspot/hubspot-scopes.ts'

export interface ScopeComparison {
  /** HubSpot scopes that the next one lacks, sorted. */
  readonly lost: readonly string[]
  /** HubSpot scopes that only the next one has, sorted. */
  readonly gained: readonly string[]
  /** What groups are granted and works now, and would not any more. Empty: nobody notices. */
  readonly broken: readonly BrokenScope[]
}

export interface BrokenScope {
  readonly scope: Scope
  readonly groupIds: readonly string[]
  /** The HubSpot scopes that the next one lacks for it. */
  readonly needs: readonly string[]
}

/** @param grants those on the connection; the expired ones do not count */
export function compareScopes(
  before: readonly string[],
  after: readonly string[],
  grants: readonly Grant[],
  now: Date,
): ScopeComparison {
  const groupsOf = new Map<Scope, Set<string>>()
  for (const { scopes, groupId, expiresAt } of grants) {
    if (expiresAt && expiresAt <= now) continue
    for (const scope of scopes) {
      const groups = groupsOf.get(scope) ?? new Set()
      groupsOf.set(scope, groups.add(groupId))
    }
  }
  return {
    lost: without(before, after),
    gained: without(after, before),
    broken: [...groupsOf]
      .filter(([scope]) => isCovered(scope, before) && !isCovered(scope, after))
      .map(([scope, groups]) => ({
        scope,
        groupIds: [...groups].sort(),
        needs: stillNeeded(scope, after),
      }))
      .sort((a, b) => (a.scope < b.scope ? -1 : 1)),
  }
}

const without = (some: readonly string[], others: readonly string[]): readonly string[] =>
  [...new Set(some)].filter((scope) => !others.includes(scope)).sort()
