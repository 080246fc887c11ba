/** The OAuth grants that a connection holds, in every slot, and their end at HubSpot. */
import type { Connection } from '../../domain/connection/connection.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { SlotName } from '../../domain/rotation/slot.ts'
import { credentialLock } from '../connection/credential-lock.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { kindsOf, openSlot, type Secrets } from './slot-secrets.ts'

/** Each once. To be taken in the transaction that wipes its secrets, so that none comes in between. */
export async function grantsOf(
  ctx: Context,
  tx: Repositories,
  connection: Connection,
): Promise<readonly Secrets[]> {
  const grants: Secrets[] = []
  for (const [slot, kind] of Object.entries(await kindsOf(tx, connection))) {
    if (kind !== 'oauth') continue
    const grant = await stillOpen(ctx, tx, connection, slot as SlotName)
    const same = ({ clientId, refreshToken }: Secrets) =>
      isSame(clientId, grant['clientId']) && isSame(refreshToken, grant['refreshToken'])
    if (slot === 'current' || !grants.some(same)) grants.push(grant)
  }
  return grants
}

const isSame = (one: Redacted<string> | undefined, other: Redacted<string> | undefined): boolean =>
  one !== undefined && other !== undefined && one.equals(other)

/** A secret that does not open must not keep a credential from being ended. */
async function stillOpen(
  ctx: Context,
  tx: Repositories,
  { id }: Connection,
  slot: SlotName,
): Promise<Secrets> {
  try {
    return await openSlot(ctx.vault, tx, id, slot, 'oauth')
  } catch (err) {
    ctx.log.warn({ err, connectionId: id }, 'ending a grant that does not open')
    return {}
  }
}

/**
 * Ends them at HubSpot, as far as it can be reached, after their secrets were wiped here.
 *
 * @returns whether all were ended; `null` of a static token, of which nothing can be ended from here,
 *   whatever became of a grant beside it
 */
export async function endGrants(
  ctx: Context,
  connection: Connection,
  grants: readonly Secrets[],
): Promise<boolean | null> {
  const ended = [await isAlone(ctx, connection, grants)]
  for (const grant of grants) ended.push(await revokeGrant(ctx, connection, grant))
  return connection.kind === 'oauth' ? ended.every(Boolean) : null
}

/** Somewhere a grant may just be changed at HubSpot: what it becomes is ended there, and not known here. */
const isAlone = async (
  { exclusive }: Context,
  { id }: Connection,
  grants: readonly Secrets[],
): Promise<boolean> =>
  grants.length === 0 ||
  exclusive.run(credentialLock(id), A_MOMENT_MS, async () => true).catch(() => false)

const A_MOMENT_MS = 200

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
