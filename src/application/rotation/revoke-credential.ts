import type { Connection } from '../../domain/connection/connection.ts'
import { stateWithoutCredential } from '../../domain/connection/state-with-credential.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import { findConnection } from '../access/find.ts'
import { changeConnection } from '../connection/change-connection.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { endGrants, grantsOf } from './held-grants.ts'
import type { Secrets } from './slot-secrets.ts'

export interface RevokedCredential {
  readonly connection: Connection
  /** Whether HubSpot ended the grant; `null` for kinds that only its own pages can end. */
  readonly revokedAtHubSpot: boolean | null
  /** What is left to do there, in its menus' words. */
  readonly steps: readonly string[]
}

/**
 * Ends a credential everywhere that Hubward reaches: calls stop within a second on every replica,
 * all its secrets are wiped, also the next and the previous one, and an OAuth grant is revoked at
 * HubSpot. Name and grants stay, so that a new credential makes the connection whole again.
 *
 * @throws HubwardError `connection.not_found`
 */
export async function revokeCredential(
  ctx: Context,
  input: { readonly connection: string; readonly reason: string },
): Promise<RevokedCredential> {
  authorise(ctx, 'secure', 'connection.revoke_credential')
  const found = await findConnection(ctx.store.read, input.connection)
  let grants: readonly Secrets[] = []
  const reason = input.reason.trim() || 'An admin revoked its credential.'
  const connection = await changeConnection(
    ctx,
    'secure',
    'connection.revoke_credential',
    found.id,
    async (before, tx) => {
      grants = await grantsOf(ctx, tx, before)
      await tx.secrets.removeAll(before.id)
      await tx.oauth.end(before.id)
      await tx.slots.removeAll(before.id)
      // What is told of its health shall not stay as it was until the next look comes round.
      await tx.health.witness(before.id, null, ctx.world.now())
      await tx.jobs.send('health.look', {}, { singletonKey: 'now' })
      await raiseNotice(tx, ctx, {
        kind: 'rotation.revoked',
        facts: { connectionId: before.id },
        links: [`/connections/${before.id}`],
      })
      return { ...before, ...stateWithoutCredential(before, reason) }
    },
    // The state of a paused one keeps why it was paused.
    { reason },
  )
  const steps = CREDENTIAL_STEPS[found.kind].end
  const revokedAtHubSpot = await endGrants(ctx, found, grants)
  return { connection, revokedAtHubSpot, steps: revokedAtHubSpot ? steps.slice(2) : steps }
}
