import type { Connection } from '../../domain/connection/connection.ts'
import { stateWithoutCredential } from '../../domain/connection/state-with-credential.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import type { SlotName } from '../../domain/rotation/slot.ts'
import { findConnection } from '../access/find.ts'
import { changeConnection } from '../connection/change-connection.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { kindsOf, openSlot, type Secrets } from './slot-secrets.ts'

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
  const grants = await grantsOf(ctx, found)
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
  )
  const steps = CREDENTIAL_STEPS[found.kind].end
  const ended: boolean[] = []
  for (const grant of grants) ended.push(await revokeGrant(ctx, found, grant))
  // Of a static token nothing was ended there, whatever became of a grant beside it.
  if (found.kind !== 'oauth') return { connection, revokedAtHubSpot: null, steps }
  const revokedAtHubSpot = ended.every(Boolean)
  return { connection, revokedAtHubSpot, steps: revokedAtHubSpot ? steps.slice(2) : steps }
}

/** Every OAuth grant that it holds, the next and the previous one's too, each once. */
async function grantsOf(ctx: Context, connection: Connection): Promise<readonly Secrets[]> {
  const grants: Secrets[] = []
  for (const [slot, kind] of Object.entries(await kindsOf(ctx.store.read, connection))) {
    if (kind !== 'oauth') continue
    const grant = await stillOpen(ctx, connection, slot as SlotName)
    const same = ({ clientId, refreshToken }: Secrets) =>
      isSame(clientId, grant['clientId']) && isSame(refreshToken, grant['refreshToken'])
    if (slot === 'current' || !grants.some(same)) grants.push(grant)
  }
  return grants
}

const isSame = (one: Redacted<string> | undefined, other: Redacted<string> | undefined): boolean =>
  one !== undefined && other !== undefined && one.equals(other)

/** A secret that does not open must not keep a credential from being ended. */
async function stillOpen(ctx: Context, { id }: Connection, slot: SlotName): Promise<Secrets> {
  try {
    return await openSlot(ctx.vault, ctx.store.read, id, slot, 'oauth')
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
