/** The secrets of a staged credential, an OAuth one's access token renewed where it has ended. */
import type { Connection } from '../../domain/connection/connection.ts'
import { failureError } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { credentialLock, LOCK_WAIT_MS } from '../connection/credential-lock.ts'
import { writeGrant } from '../connection/write-grant.ts'
import type { Context } from '../context.ts'
import { isSameSlot, type CredentialSlot } from './ports.ts'
import { changeRefreshToken } from './shared-grant.ts'
import { openSlot, sealSlot, type Secrets } from './slot-secrets.ts'

/** A canary and the first calls after it want a token that lives. */
const MARGIN_MS = 60_000

export async function freshNext(
  ctx: Context,
  connection: Connection,
  next: CredentialSlot,
): Promise<Secrets> {
  const { id } = connection
  if (!isOver(ctx, next)) return openSlot(ctx.vault, ctx.store.read, id, 'next', next.kind)
  return ctx.exclusive.run(credentialLock(id), LOCK_WAIT_MS, async (held) => {
    // Whoever held the lock before us may have renewed it: the token in hand then is a used one.
    const now = await ctx.store.read.slots.get(id, 'next')
    if (!now?.facts || !isSameSlot(now, next)) throw noNext(connection)
    const secrets = await openSlot(ctx.vault, ctx.store.read, id, 'next', next.kind)
    const { clientId, clientSecret, refreshToken } = secrets
    if (!isOver(ctx, now) || !clientId || !clientSecret || !refreshToken) return secrets
    const { facts } = now
    const issuedAt = ctx.world.now()
    const app = { clientId, clientSecret }
    const tokens = await ctx.oauth.refresh(facts.reading.baseUrl, app, refreshToken, held)
    if (!tokens.ok) throw failureError(tokens.error)
    const { accessToken, lifetimeSeconds } = tokens.value
    const renewed = { ...app, accessToken, refreshToken: tokens.value.refreshToken ?? refreshToken }
    const expiresAt = new Date(issuedAt.getTime() + lifetimeSeconds * 1000)
    const grant = { connection, app, used: refreshToken, changed: renewed.refreshToken }
    let isNext = false
    await writeGrant(ctx, grant, () =>
      ctx.store.transaction(async (tx) => {
        await tx.connections.getForUpdate(id)
        const kept = await changeRefreshToken(ctx.vault, tx, id, 'next', grant)
        // Ended, wiped or staged anew while HubSpot was asked: nothing of it comes back.
        isNext = isSameSlot(await tx.slots.get(id, 'next'), next)
        if (!isNext) return kept
        await sealSlot(ctx.vault, tx, id, 'next', renewed)
        await tx.slots.put({ ...now, facts: { ...facts, life: { issuedAt, expiresAt } } })
        return true
      }),
    )
    if (!isNext) throw noNext(connection)
    return renewed
  })
}

const isOver = ({ world }: Context, { facts }: CredentialSlot): boolean =>
  !!facts?.life && facts.life.expiresAt.getTime() - MARGIN_MS <= world.now().getTime()

export const noNext = ({ name }: Pick<Connection, 'name'>) =>
  new HubwardError(
    'rotation.no_next',
    `There is no next credential of "${name}" to promote: none was staged, or it waited for more than a day. Stage one: hubward rotate ${name}`,
  )
