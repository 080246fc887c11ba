/** Who could no longer sign in without one provider: no passkey, and no identity at another one. */
import type { Item } from '../api/endpoints.ts'

export type Identity = Item<'GET /api/v1/identities'>
type Passkey = Item<'GET /api/v1/passkeys'>
type Provider = Item<'GET /api/v1/identity-providers'>

export interface Ways {
  readonly identities: readonly Pick<Identity, 'principal' | 'provider'>[]
  readonly passkeys: readonly Pick<Passkey, 'principal'>[]
  /** Those that are switched off let nobody in. */
  readonly providers: readonly Pick<Provider, 'id' | 'enabled'>[]
}

/** Names, each once. */
export function strandedWithout(provider: string, ways: Ways): readonly string[] {
  const on = new Set(
    ways.providers.filter(({ id, enabled }) => enabled && id !== provider).map(({ id }) => id),
  )
  const safe = new Set([
    ...ways.passkeys.map(({ principal }) => principal.id),
    ...ways.identities
      .filter((one) => on.has(one.provider.id))
      .map(({ principal }) => principal.id),
  ])
  const linked = ways.identities.filter((one) => one.provider.id === provider)
  const stranded = new Map(
    linked
      .filter(({ principal }) => !safe.has(principal.id))
      .map(({ principal }) => [principal.id, principal.name]),
  )
  return [...stranded.values()]
}
