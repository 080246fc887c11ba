/** What was asked for against what a credential holds at HubSpot: too little, and too much. */
import { compareScopes, type Scope } from '../access/scope.ts'
import { hubspotScopesFor, stillNeeded } from '../hubspot/hubspot-scopes.ts'

export interface Compared {
  /** Asked for, and not wholly held: with the HubSpot scopes to switch on. */
  readonly missing: readonly { readonly scope: Scope; readonly needs: readonly string[] }[]
  /** HubSpot scopes that nothing asked for needs: they could be switched off. Sorted. */
  readonly excess: readonly string[]
}

export function compareWithRequest(asked: readonly Scope[], held: readonly string[]): Compared {
  const useful = new Set(asked.flatMap(servedBy))
  return {
    missing: [...asked]
      .sort(compareScopes)
      .map((scope) => ({ scope, needs: stillNeeded(scope, held) }))
      .filter(({ needs }) => needs.length > 0),
    excess: held.filter((scope) => !ALWAYS.has(scope) && !useful.has(plain(scope))).sort(),
  }
}

/** HubSpot adds `oauth` to every key by itself (facts §1). */
const ALWAYS = new Set(['oauth'])

/** HubSpot ends the newer form of a scope in `.v2`. */
const plain = (scope: string): string => scope.replace(/\.v\d+$/, '')

function servedBy(scope: Scope): readonly string[] {
  const { allOf, anyOf, optional } = hubspotScopesFor(scope)
  return [...allOf, ...anyOf.flat(), ...optional.map((one) => one.scope)]
}
