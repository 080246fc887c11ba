/** The one list that comes of what is required, what was chosen among several, and what was added. */
import type { ToTick } from '../types.ts'
import type { Draft } from './draft.ts'

export interface Wanted {
  readonly scope: string
  /** Hubward scopes that want it. */
  readonly forScopes: readonly string[]
  /** HubSpot would have taken another. */
  readonly choice: boolean
}

/** Sorted by name, as HubSpot's own list is; each once. An OAuth app needs `oauth` besides. */
export function listToTick(
  { required, oneOf, optional }: ToTick,
  { chosen, extra, kind }: Pick<Draft, 'chosen' | 'extra' | 'kind'>,
): readonly Wanted[] {
  const all: Wanted[] = [
    ...required.map(({ hubspotScope, forScopes }) => ({
      scope: hubspotScope,
      forScopes,
      choice: false,
    })),
    ...oneOf.map(({ choices, suggested, forScopes }) => ({
      scope: chosen[choices.join(' ')] ?? suggested,
      forScopes,
      choice: true,
    })),
    ...optional
      .filter(({ hubspotScope }) => extra.includes(hubspotScope))
      .map(({ hubspotScope, forScopes }) => ({ scope: hubspotScope, forScopes, choice: true })),
    ...(kind === 'oauth' || kind === 'static_app'
      ? [{ scope: 'oauth', forScopes: [], choice: false }]
      : []),
  ]
  return [...Map.groupBy(all, ({ scope }) => scope).values()]
    .map((same) => ({
      scope: same[0]?.scope ?? '',
      forScopes: [...new Set(same.flatMap(({ forScopes }) => forScopes))],
      choice: same.every(({ choice }) => choice),
    }))
    .toSorted((a, b) => (a.scope < b.scope ? -1 : 1))
}
