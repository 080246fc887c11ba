/** What a check does to the state of its connection. Only green turns a pending one active. */
import type { Connection } from '../connection/connection.ts'
import type { Verdict } from './report.ts'

export interface Came {
  readonly verdict: Verdict
  /** Why it is red, for people. */
  readonly why: string | null
  /** HubSpot accepts the credential, and it opens the right portal. */
  readonly credentialWorks: boolean
  /** HubSpot refuses the credential, and waiting will not cure it: in words. */
  readonly refusedForGood: string | null
}

type StateOf = Pick<Connection, 'state' | 'stateReason'>

/**
 * A red check does not stop an active connection unless its credential is dead: one object that
 * cannot be read is no reason to take the others away.
 */
export function stateAfter(before: StateOf, came: Came): StateOf {
  const { verdict, why, credentialWorks, refusedForGood } = came
  switch (before.state) {
    case 'pending':
      return verdict === 'green'
        ? { state: 'active', stateReason: null }
        : { state: 'pending', stateReason: why }
    case 'active':
      return refusedForGood === null
        ? before
        : { state: 'needs_reauth', stateReason: refusedForGood }
    case 'needs_reauth':
      return credentialWorks ? { state: 'active', stateReason: null } : before
    case 'suspended':
    case 'disconnected':
      return before
  }
}
