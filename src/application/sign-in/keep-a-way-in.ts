/**
 * Refuses what would lock somebody out for good. Asked after the removal, inside its transaction:
 * what it throws rolls the removal back.
 */
import { HubwardError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'

/** Nobody removes their own last way in. @throws HubwardError `auth.last_way_in` */
export async function keepOwnWayIn(
  tx: Repositories,
  ctx: Context,
  principalId: string,
): Promise<void> {
  if (ctx.actor.kind !== 'principal' || ctx.actor.principalId !== principalId) return
  const { passkeys, identities } = tx.signIn
  const left = [...(await passkeys.list(principalId)), ...(await identities.list({ principalId }))]
  if (left.length > 0) return
  throw new HubwardError(
    'auth.last_way_in',
    'This is your last way to sign in. Add another one first.',
  )
}

/**
 * While some admin can sign in, some admin can after it.
 *
 * @param before of `adminsWithAWayIn`, read before the removal
 * @throws HubwardError `auth.last_way_in`
 */
export async function keepAnAdminsWayIn(
  tx: Repositories,
  before: readonly string[],
): Promise<void> {
  if (before.length === 0 || (await tx.signIn.adminsWithAWayIn()).length > 0) return
  throw new HubwardError(
    'auth.last_way_in',
    'No admin could sign in after this. Let another admin sign in once, or add a passkey first.',
  )
}
