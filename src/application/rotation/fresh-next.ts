/** The secrets of a staged credential, an OAuth one's access token renewed where it has ended. */
import type { Connection } from '../../domain/connection/connection.ts'
import { failureError } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { LOCK_WAIT_MS } from '../connection/lock-times.ts'
import type { Context } from '../context.ts'
import type { CredentialSlot } from './ports.ts'
import { openSlot, sealSlot, type Secrets } from './slot-secrets.ts'

/** A canary and the first calls after it want a token that lives. */
const MARGIN_MS = 60_000

export async function freshNext(
  ctx: Context,
  { id, name }: Connection,
  next: CredentialSlot,
): Promise<Secrets> {
  const secrets = await openSlot(ctx.vault, ctx.store.read, id, 'next', next.kind)
  const life = next.facts?.life
  if (!next.facts || !life || life.expiresAt.getTime() - MARGIN_MS > ctx.world.now().getTime())
    return secrets
  const { facts } = next
  return ctx.exclusive.run(`hubward oauth ${id}`, LOCK_WAIT_MS, async () => {
    const { clientId, clientSecret, refreshToken } = secrets
    if (!clientId || !clientSecret || !refreshToken) return secrets
    const issuedAt = ctx.world.now()
    const app = { clientId, clientSecret }
    const tokens = await ctx.oauth.refresh(facts.reading.baseUrl, app, refreshToken)
    if (!tokens.ok) throw failureError(tokens.error)
    const { accessToken, lifetimeSeconds } = tokens.value
    const renewed = { ...app, accessToken, refreshToken: tokens.value.refreshToken ?? refreshToken }
    const expiresAt = new Date(issuedAt.getTime() + lifetimeSeconds * 1000)
    await ctx.store.transaction(async (tx) => {
      // Ended, wiped or staged anew while HubSpot was asked: nothing of it comes back.
      const connection = await tx.connections.getForUpdate(id)
      const still = await tx.slots.get(id, 'next')
      if (!connection || connection.state === 'disconnected') throw noNext({ name })
      if (still?.storedAt.getTime() !== next.storedAt.getTime()) throw noNext({ name })
      await sealSlot(ctx.vault, tx, id, 'next', renewed)
      await tx.slots.put({ ...next, facts: { ...facts, life: { issuedAt, expiresAt } } })
    })
    return renewed
  })
}

export const noNext = ({ name }: Pick<Connection, 'name'>) =>
  new HubwardError(
    'rotation.no_next',
    `There is no next credential of "${name}" to promote: none was staged, or it waited for more than a day. Stage one: hubward rotate ${name}`,
  )
