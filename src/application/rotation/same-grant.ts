/** An OAuth credential whose grant is the one that serves calls: its client secret alone is another. */
import type { Connection } from '../../domain/connection/connection.ts'
import { failureError } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { credentialInUse } from '../connection/credential-in-use.ts'
import { credentialLock, LOCK_WAIT_MS } from '../connection/credential-lock.ts'
import type { ReadCredential } from '../connection/read-credential.ts'
import { demandSamePortal } from '../connection/same-portal.ts'
import {
  validateCredential,
  validateTokens,
  type ValidCredential,
} from '../connection/validate-credential.ts'
import { writeGrant } from '../connection/write-grant.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { changeRefreshToken } from './shared-grant.ts'
import type { Secrets } from './slot-secrets.ts'

/** `sameGrant`: its grant is the one that serves calls, and ends with it. */
export type ValidBeside = ValidCredential & {
  readonly sameGrant?: { readonly inUse: number | null }
}

/**
 * As `validateCredential`, of what is to stand beside or in the place of the one that serves calls.
 *
 * @param held the secrets of the one that serves calls
 */
export async function validateBeside(
  ctx: Context,
  connection: Connection,
  read: ReadCredential,
  held: Secrets,
): Promise<ValidBeside> {
  const { refreshToken } = read.secrets
  if (!refreshToken || !held['refreshToken']?.equals(refreshToken)) {
    const valid = await validateCredential(ctx, read, connection)
    demandSamePortal(connection, valid)
    return valid
  }
  const { inUse, app, tokens, sentAt } = await refreshSameGrant(ctx, connection, read)
  const told = await validateTokens(ctx, read.baseUrl, app, tokens, sentAt, connection)
  demandSamePortal(connection, told)
  return { ...told, notices: read.notices, sameGrant: { inUse } }
}

/**
 * A refresh with the grant that serves calls: never while another process refreshes it. A refresh token
 * that HubSpot changes on the way is the current one's too, whatever is asked afterwards.
 *
 * @throws HubwardError `resource.conflict` where it was ended or replaced meanwhile
 */
async function refreshSameGrant(
  ctx: Context,
  connection: Connection,
  { baseUrl, secrets: { clientId, clientSecret } }: ReadCredential,
) {
  const { id } = connection
  return ctx.exclusive.run(credentialLock(id), LOCK_WAIT_MS, async (held) => {
    const inUse = await credentialInUse(ctx.store.read, id)
    // As it is now: whoever held the lock before us may have changed it.
    const used = await ctx.vault.open(ctx.store.read, id, 'refreshToken')
    if (!used || !clientId || !clientSecret) throw grantEnded(connection)
    const app = { clientId, clientSecret }
    const sentAt = ctx.world.now()
    const tokens = await ctx.oauth.refresh(baseUrl, app, used, held)
    if (!tokens.ok) throw failureError(tokens.error)
    const changed = tokens.value.refreshToken ?? used
    const grant = { connection, app, used, changed }
    const kept = await writeGrant(ctx, grant, () =>
      ctx.store.transaction(async (tx) => {
        await tx.connections.getForUpdate(id)
        return changeRefreshToken(ctx.vault, tx, id, 'current', grant)
      }),
    )
    if (!kept) throw grantEnded(connection)
    return { inUse, app, tokens: { ...tokens.value, refreshToken: changed }, sentAt }
  })
}

/** With the refresh token as it is by now: a refresh of the one in use may have changed it again. */
export async function withSameGrant(
  { vault }: Pick<Context, 'vault'>,
  tx: Repositories,
  connection: Connection,
  secrets: Secrets,
  { inUse }: { readonly inUse: number | null },
): Promise<Secrets> {
  const refreshToken = await vault.open(tx, connection.id, 'refreshToken')
  if (!refreshToken || (await credentialInUse(tx, connection.id)) !== inUse)
    throw grantEnded(connection)
  return { ...secrets, refreshToken }
}

const grantEnded = ({ name }: Connection): HubwardError =>
  new HubwardError(
    'resource.conflict',
    `The grant of "${name}" was ended or replaced while HubSpot was asked about it, so nothing was stored. See what it has now: hubward rotate ${name} --show`,
  )
