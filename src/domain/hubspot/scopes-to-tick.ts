/** From a choice of Hubward scopes to the HubSpot scopes to switch on for it: no more than needed. */
import type { Scope } from '../access/scope.ts'
import { hubspotScopesFor } from './hubspot-scopes.ts'

export interface Ticked {
  readonly hubspotScope: string
  /** What wants it. */
  readonly forScopes: readonly Scope[]
}

export interface Choice {
  /** HubSpot takes any one of them. */
  readonly choices: readonly string[]
  readonly suggested: string
  readonly forScopes: readonly Scope[]
}

export interface ScopesToTick {
  readonly required: readonly Ticked[]
  /** Only choices that nothing required answers already. */
  readonly oneOf: readonly Choice[]
  /** Not needed, but a part stays shut without. */
  readonly optional: readonly (Ticked & { readonly opens: string })[]
  /** Required ones and suggestions, sorted. */
  readonly toTick: readonly string[]
}

export function scopesToTick(scopes: readonly Scope[]): ScopesToTick {
  const required = new Map<string, Scope[]>()
  for (const scope of scopes)
    for (const each of hubspotScopesFor(scope).allOf) append(required, each, scope)
  const choices = new Map<string, { choices: readonly string[]; forScopes: Scope[] }>()
  for (const scope of scopes)
    for (const group of hubspotScopesFor(scope).anyOf) {
      if (group.some((each) => required.has(each))) continue
      const key = group.join(' ')
      const known = choices.get(key)
      if (known) known.forScopes.push(scope)
      else choices.set(key, { choices: group, forScopes: [scope] })
    }
  const ticked = new Set(required.keys())
  const oneOf: Choice[] = []
  for (const { choices: group, forScopes } of choices.values()) {
    // One that was suggested before answers this choice too; else HubSpot's first name for it.
    const suggested = group.find((each) => ticked.has(each)) ?? group[0]
    if (suggested === undefined) continue
    ticked.add(suggested)
    oneOf.push({ choices: group, suggested, forScopes })
  }
  const optional = new Map<string, { opens: string; forScopes: Scope[] }>()
  for (const scope of scopes)
    for (const { scope: each, opens } of hubspotScopesFor(scope).optional) {
      if (ticked.has(each)) continue
      const key = `${each} ${opens}`
      const known = optional.get(key)
      if (known) known.forScopes.push(scope)
      else optional.set(key, { opens, forScopes: [scope] })
    }
  return {
    required: [...required].map(([hubspotScope, forScopes]) => ({ hubspotScope, forScopes })),
    oneOf,
    optional: [...optional].map(([key, { opens, forScopes }]) => ({
      hubspotScope: key.slice(0, key.indexOf(' ')),
      opens,
      forScopes,
    })),
    toTick: [...ticked].sort(),
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
