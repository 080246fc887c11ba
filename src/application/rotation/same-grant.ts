/** An OAuth credential whose grant stands in a slot already: its client secret alone is another. */
import type { Connection } from '../../domain/connection/connection.ts'
import { failureError } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { CREDENTIAL_SLOTS, slotField, type SlotName } from '../../domain/rotation/slot.ts'
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

/** `sameGrant`: its grant is that of the slot, and ends with it. */
export type ValidBeside = ValidCredential & {
  readonly sameGrant?: SameGrant
}

interface SameGrant {
  readonly slot: SlotName
  readonly inUse: number | null
}

/** As `validateCredential`, of what is to stand beside or in the place of the one that serves calls. */
export async function validateBeside(
  ctx: Context,
  connection: Connection,
  read: ReadCredential,
): Promise<ValidBeside> {
  const slot = await slotOf(ctx, connection, read)
  if (!slot) {
    const valid = await validateCredential(ctx, read, connection)
    demandSamePortal(connection, valid)
    return valid
  }
  const { inUse, app, tokens, sentAt } = await refreshSameGrant(ctx, connection, read, slot)
  const told = await validateTokens(ctx, read.baseUrl, app, tokens, sentAt, connection)
  demandSamePortal(connection, told)
  return { ...told, notices: read.notices, sameGrant: { slot, inUse } }
}

/** Where the grant stands that was given. What does not open may be just what is to be replaced. */
async function slotOf(
  { vault, store }: Context,
  { id }: Connection,
  { secrets: { refreshToken } }: ReadCredential,
): Promise<SlotName | undefined> {
  if (!refreshToken) return undefined
  for (const slot of CREDENTIAL_SLOTS) {
    const field = slotField(slot, 'refreshToken')
    const held = await vault.open(store.read, id, field).catch(() => undefined)
    if (held?.equals(refreshToken)) return slot
  }
  return undefined
}

/**
 * A refresh with the grant of a slot: never while another process refreshes it. A refresh token that
 * HubSpot changes on the way is that slot's too, whatever is asked afterwards.
 *
 * @throws HubwardError `resource.conflict` where it was ended or replaced meanwhile
 */
async function refreshSameGrant(
  ctx: Context,
  connection: Connection,
  { baseUrl, secrets: { clientId, clientSecret } }: ReadCredential,
  slot: SlotName,
) {
  const { id } = connection
  return ctx.exclusive.run(credentialLock(id), LOCK_WAIT_MS, async (held) => {
    const inUse = await credentialInUse(ctx.store.read, id)
    // As it is now: whoever held the lock before us may have changed it.
    const used = await ctx.vault.open(ctx.store.read, id, slotField(slot, 'refreshToken'))
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
        return changeRefreshToken(ctx.vault, tx, id, slot, grant)
      }),
    )
    if (!kept) throw grantEnded(connection)
    return { inUse, app, tokens: { ...tokens.value, refreshToken: changed }, sentAt }
  })
}

/** With the refresh token as it is by now: a refresh may have changed it again. */
export async function withSameGrant(
  { vault }: Pick<Context, 'vault'>,
  tx: Repositories,
  connection: Connection,
  secrets: Secrets,
  { slot, inUse }: SameGrant,
): Promise<Secrets> {
  const refreshToken = await vault.open(tx, connection.id, slotField(slot, 'refreshToken'))
  if (!refreshToken || (await credentialInUse(tx, connection.id)) !== inUse)
    throw grantEnded(connection)
  return { ...secrets, refreshToken }
}

const grantEnded = ({ name }: Connection): HubwardError =>
  new HubwardError(
    'resource.conflict',
    `The grant of "${name}" was ended or replaced while HubSpot was asked about it, so nothing was stored. See what it has now: hubward rotate ${name} --show`,
  )
