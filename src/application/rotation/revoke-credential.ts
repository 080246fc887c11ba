import type { Connection } from '../../domain/connection/connection.ts'
import { stateWithoutCredential } from '../../domain/connection/state-with-credential.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import { findConnection } from '../access/find.ts'
import { changeConnection } from '../connection/change-connection.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { openSlot, type Secrets } from './slot-secrets.ts'

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
  const secrets = found.kind === 'oauth' ? await stillOpen(ctx, found) : {}
  const reason = input.reason.trim() || 'An admin revoked its credential.'
  const connection = await changeConnection(
    ctx,
    'secure',
    'connection.revoke_credential',
    found.id,
    async (before, tx) => {
      await tx.secrets.removeAll(before.id)
      await tx.oauth.end(before.id)
      await tx.slots.removeAll(before.id)
      await raiseNotice(tx, ctx, {
        kind: 'rotation.revoked',
        facts: { connectionId: before.id },
        links: [`/connections/${before.id}`],
      })
      return { ...before, ...stateWithoutCredential(before, reason) }
    },
  )
  const steps = CREDENTIAL_STEPS[found.kind].end
  if (found.kind !== 'oauth') return { connection, revokedAtHubSpot: null, steps }
  const revokedAtHubSpot = await revokeGrant(ctx, found, secrets)
  return { connection, revokedAtHubSpot, steps: revokedAtHubSpot ? steps.slice(2) : steps }
}

/** A secret that does not open must not keep a credential from being ended. */
async function stillOpen(ctx: Context, { id, kind }: Connection): Promise<Secrets> {
  try {
    return await openSlot(ctx.vault, ctx.store.read, id, 'current', kind)
  } catch (err) {
    ctx.log.warn({ err, connectionId: id }, 'revoking a grant that does not open')
    return {}
  }
}

async function revokeGrant(
  ctx: Context,
  { id, baseUrl }: Connection,
  { clientId, clientSecret, refreshToken }: Secrets,
): Promise<boolean> {
  if (!clientId || !clientSecret || !refreshToken) return false
  const revoked = await ctx.oauth.revoke(baseUrl, { clientId, clientSecret }, refreshToken)
  if (!revoked.ok)
    ctx.log.warn(
      { connectionId: id, reason: revoked.error.reason },
      'wiped, but the grant could not be revoked at HubSpot',
    )
  return revoked.ok
}
