/** What was asked for against what a credential holds at HubSpot: too little, and too much. */
import { compareScopes, type Scope } from '../access/scope.ts'
import { excessiveOf } from '../check/judge-scopes.ts'
import { stillNeeded } from '../hubspot/hubspot-scopes.ts'

export interface Compared {
  /** Asked for, and not wholly held: with the HubSpot scopes to switch on. */
  readonly missing: readonly { readonly scope: Scope; readonly needs: readonly string[] }[]
  /** HubSpot scopes that nothing asked for needs, as a check tells them. Sorted. */
  readonly excess: readonly string[]
}

export function compareWithRequest(asked: readonly Scope[], held: readonly string[]): Compared {
  return {
    missing: [...asked]
      .sort(compareScopes)
      .map((scope) => ({ scope, needs: stillNeeded(scope, held) }))
      .filter(({ needs }) => needs.length > 0),
    excess: excessiveOf(
      held,
      asked.map((scope) => ({ scope, groups: [] })),
    ),
  }
}
