import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { credentialInUse } from './credential-in-use.ts'
import type { Context } from '../context.ts'
import { changeConnection } from './change-connection.ts'

export const notChecked = (name: string): HubwardError =>
  new HubwardError(
    'connection.not_checked',
    `No call goes through "${name}" yet: it has not passed a check. Run one: hubward check ${name}.`,
  )

const withoutCredential = ({ name }: Connection): HubwardError =>
  new HubwardError(
    'connection.needs_reauth',
    `"${name}" stays paused: it has no credential, since that was revoked here. Give it another one, then resume it.`,
  )

/**
 * Lets calls flow again after a pause. Idempotent.
 *
 * @throws HubwardError `connection.needs_reauth`, `connection.not_checked` where a pause is not what
 *   stops them
 */
export async function resumeConnection(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Connection> {
  return changeConnection(
    ctx,
    'operate',
    'connection.resume',
    input.connection,
    async (before, tx) => {
      if (before.state === 'active') return before
      if (before.state === 'suspended') {
        if ((await credentialInUse(tx, before.id)) === null) throw withoutCredential(before)
        return { ...before, state: 'active', stateReason: null }
      }
      if (before.state === 'pending') throw notChecked(before.name)
      throw new HubwardError(
        'connection.needs_reauth',
        `The connection "${before.name}" is not paused: HubSpot does not accept its credential. Replace the credential, or check the connection again.`,
      )
    },
  )
}
