import type { Connection } from '../../domain/connection/connection.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import type { OAuthApp } from './ports.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { changeConnection } from './change-connection.ts'
import { openApp } from './refresh-grant.ts'

export interface Disconnected {
  readonly connection: Connection
  /**
   * Whether the grant was ended at HubSpot too; `null` for kinds that only HubSpot's own pages
   * can end. Access tokens that were issued live on there for at most half an hour.
   */
  readonly revokedAtHubSpot: boolean | null
}

/**
 * Ends a connection: calls stop, every secret is wiped, every grant on it is removed. The row
 * stays for the audit's sake and its name is free again. An OAuth grant is revoked at HubSpot
 * afterwards, as far as HubSpot can be reached.
 *
 * @throws HubwardError `connection.not_found`
 */
export async function disconnectPortal(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Disconnected> {
  authorise(ctx, 'secure', 'connection.disconnect')
  const found = await findConnection(ctx.store.read, input.connection)
  const grant = found.kind === 'oauth' ? await openGrant(ctx, found) : undefined
  const connection = await changeConnection(
    ctx,
    'secure',
    'connection.disconnect',
    found.id,
    async (before, tx) => {
      await tx.secrets.removeAll(before.id)
      await tx.slots.removeAll(before.id)
      await tx.oauth.end(before.id)
      await tx.grants.removeForConnection(before.id)
      return { ...before, state: 'disconnected', stateReason: null }
    },
  )
  if (found.kind !== 'oauth') return { connection, revokedAtHubSpot: null }
  if (!grant) return { connection, revokedAtHubSpot: false }
  const revoked = await ctx.oauth.revoke(found.baseUrl, grant.app, grant.refreshToken)
  if (!revoked.ok)
    ctx.log.warn(
      { connectionId: found.id, reason: revoked.error.reason },
      'disconnected, but the grant could not be revoked at HubSpot',
    )
  return { connection, revokedAtHubSpot: revoked.ok }
}

/** A secret that does not open must not keep a connection from being ended. */
async function openGrant(
  { vault, store, log }: Context,
  connection: Connection,
): Promise<{ app: OAuthApp; refreshToken: Redacted<string> } | undefined> {
  try {
    const app = await openApp(vault, store, connection)
    const refreshToken = await vault.open(store.read, connection.id, 'refreshToken')
    return app && refreshToken && { app, refreshToken }
  } catch (err) {
    log.warn({ err, connectionId: connection.id }, 'disconnecting with a grant that does not open')
    return undefined
  }
}
