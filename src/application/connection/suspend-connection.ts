import type { Connection } from '../../domain/connection/connection.ts'
import type { Context } from '../context.ts'
import { notChecked } from './resume-connection.ts'
import { changeConnection } from './change-connection.ts'

export interface SuspendConnection {
  /** Id or name. */
  readonly connection: string
  /** For the people whose calls are refused. */
  readonly reason: string
}

/**
 * Pauses a connection: calls stop at once, credential and grants stay. Idempotent.
 *
 * @throws HubwardError `connection.not_checked` where none flow yet
 */
export async function suspendConnection(
  ctx: Context,
  input: SuspendConnection,
): Promise<Connection> {
  const stateReason = input.reason.trim() || 'no reason was given'
  return changeConnection(ctx, 'operate', 'connection.suspend', input.connection, (before) => {
    // Resuming would turn it active without a check.
    if (before.state === 'pending') throw notChecked(before.name)
    return before.state === 'suspended' && before.stateReason === stateReason
      ? before
      : { ...before, state: 'suspended', stateReason }
  })
}
