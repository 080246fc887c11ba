/** Which service accounts an identity provider may come as. */
import type { Grant, Group } from '../connections/types.ts'

const NEEDED = ['users:read', 'users:write']

interface Writer {
  readonly id: string
  readonly name: string
}

/** @param grants of one connection; an account's scopes are the union over its groups */
export function writersOf(grants: readonly Grant[], groups: readonly Group[]): readonly Writer[] {
  const held = new Map<string, { readonly writer: Writer; readonly scopes: Set<string> }>()
  for (const { group, scopes, state } of grants) {
    if (state !== 'live') continue
    const members = groups.find(({ id }) => id === group.id)?.members ?? []
    for (const { id, name, kind } of members) {
      if (kind !== 'service_account') continue
      const one = held.get(id) ?? { writer: { id, name }, scopes: new Set() }
      for (const scope of scopes) one.scopes.add(scope)
      held.set(id, one)
    }
  }
  return [...held.values()].flatMap(({ writer, scopes }) =>
    NEEDED.every((scope) => scopes.has(scope)) ? [writer] : [],
  )
}
