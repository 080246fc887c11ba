/** Who looks something up, as the audit names them and as the gateway decides on them. */
import type { Caller } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { accessRefusal } from '../gateway/refusal.ts'
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

/**
 * Looking up needs a connection that works, as calls do.
 *
 * @throws HubwardError with the same code and words as a call would get
 */
export function demandActive(connection: Connection): void {
  if (connection.state === 'active') return
  const reason =
    connection.state === 'suspended' ? 'connection_suspended' : 'connection_needs_reauth'
  const nobody = { means: '', groups: [], admins: [] }
  const { code, message, facts } = accessRefusal({ reason, connection }, connection.name, nobody)
  throw new HubwardError(code, message, { facts })
}
