/** Who looks something up, as the audit names them and as the gateway decides on them. */
import type { Caller } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Connection, ConnectionState } from '../../domain/connection/connection.ts'
import { accessRefusal, type CallRefusal } from '../gateway/refusal.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Actor } from '../context.ts'

export const askerOf = (actor: Actor) =>
  actor.kind === 'principal'
    ? { principalId: actor.principalId, name: actor.principalName, id: actor.means.id }
    : { principalId: null, name: null, id: null }

/** The same person as a caller; `null` for the operator of the machine, whom no group holds. */
export function callerOf(actor: Actor, picture: AccessPicture): Caller | null {
  if (actor.kind !== 'principal') return null
  const principal = picture.principal(actor.principalId)
  return principal?.state === 'active' ? { principal, means: actor.means } : null
}

/** States in which no credential is used; in any other definitions can be read. */
const STOPPED: Partial<
  Record<ConnectionState, 'connection_suspended' | 'connection_needs_reauth'>
> = {
  suspended: 'connection_suspended',
  needs_reauth: 'connection_needs_reauth',
  disconnected: 'connection_needs_reauth',
}

/** Why nothing can be looked up on it now, in the words that a call would get; `null` where it works. */
export function inactive(connection: Connection): CallRefusal | null {
  const reason = STOPPED[connection.state]
  if (reason === undefined) return null
  const nobody = { means: '', groups: [], admins: [] }
  return accessRefusal({ reason, connection }, connection.name, nobody)
}

/** @throws HubwardError with the code and words of {@link inactive} */
export function demandActive(connection: Connection): void {
  const refusal = inactive(connection)
  if (refusal) throw new HubwardError(refusal.code, refusal.message, { facts: refusal.facts })
}
