/** What a working credential, given, promoted or gone back to, does to the state of its connection. */
import type { Connection } from './connection.ts'

type StateOf = Pick<Connection, 'state' | 'stateReason'>

/**
 * A paused connection stays paused, and a pending one pending: no way of changing a credential may
 * stand in for the green check that lets calls flow.
 */
export function stateWithCredential({ state, stateReason }: StateOf): StateOf {
  const stays = state === 'suspended' || state === 'pending'
  return stays ? { state, stateReason } : { state: 'active', stateReason: null }
}

/**
 * What the end of its credential does: a pending one was never let through, and must not be later; a
 * paused one stays paused, also once it has another credential.
 */
export function stateWithoutCredential({ state, stateReason }: StateOf, reason: string): StateOf {
  if (state === 'suspended') return { state, stateReason }
  return { state: state === 'pending' ? 'pending' : 'needs_reauth', stateReason: reason }
}
