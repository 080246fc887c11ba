/** What the credential before could serve and the new one cannot. */
import type { CoverageRow, Grant } from '../types.ts'

export interface Loss {
  readonly scope: string
  readonly description: string
  /** Names of groups that are granted it now; those first that somebody would miss. */
  readonly groups: readonly string[]
}

export function lossesOf(
  before: readonly CoverageRow[],
  after: readonly CoverageRow[],
  grants: readonly Grant[],
): readonly Loss[] {
  const served = new Set(
    before.filter(({ state }) => state !== 'missing').map(({ scope }) => scope),
  )
  const live = grants.filter(({ state }) => state === 'live')
  return after
    .filter(({ scope, state }) => state === 'missing' && served.has(scope))
    .map(({ scope, description }) => ({
      scope,
      description,
      groups: live.filter(({ scopes }) => scopes.includes(scope)).map(({ group }) => group.title),
    }))
    .toSorted((a, b) => b.groups.length - a.groups.length)
}
