import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { changeConnection } from './change-connection.ts'

/**
 * Lets calls flow again after a pause. Idempotent.
 *
 * @throws HubwardError `connection.needs_reauth` where a pause is not what stops them
 */
export async function resumeConnection(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Connection> {
  return changeConnection(ctx, 'operate', 'connection.resume', input.connection, (before) => {
    if (before.state === 'active') return before
    if (before.state === 'suspended') return { ...before, state: 'active', stateReason: null }
    throw new HubwardError(
      'connection.needs_reauth',
      `The connection "${before.name}" is not paused: HubSpot does not accept its credential. Replace the credential, or check the connection again.`,
    )
  })
}
