/** Has HubSpot say what the credential in use is, as a live call would meet it: with the way back. */
import type { Connection } from '../../domain/connection/connection.ts'
import { isRefusal, type HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { Result } from '../../domain/result.ts'
import { findConnection } from '../access/find.ts'
import type { Context } from '../context.ts'
import { credentialInUse } from './credential-in-use.ts'
import type { AccountReading } from './ports.ts'
import { presentedAs } from './presented.ts'
import { AGAIN_MS, MOST_RENEWALS } from './renewals.ts'

export interface AskedInUse {
  /** As it was when HubSpot was asked about its credential. */
  readonly connection: Connection
  readonly reading: Result<AccountReading, HubSpotFailure>
  /** To be compared before anything is concluded. */
  readonly inUse: number | null
  readonly askedAt: Date
  /** It is refused, and the one before was not answered about: nothing may be stopped for that. */
  readonly open: boolean
}

/**
 * A refused credential is given up for another one, where there is one. What would stop calls that flow
 * is asked again a moment later.
 *
 * @throws HubwardError what `bearer` throws
 */
export async function askInUse(ctx: Context, connection: Connection): Promise<AskedInUse> {
  await earnAnew(ctx, connection)
  let again = false
  for (let renewals = 0, asked = connection; ; renewals++) {
    const { token, ...heard } = await ask(ctx, asked)
    const refused = !heard.reading.ok && isRefusal(heard.reading.error)
    if (!refused) return heard
    // What is asked a second time has its way back asked a second time, too.
    const most = again ? MOST_RENEWALS + 1 : MOST_RENEWALS
    const renewed = renewals < most ? await ctx.credentials.renew(asked, token) : ('none' as const)
    if (renewed === 'in_doubt') return { ...heard, open: true }
    if (renewed === 'none') {
      if (asked.state !== 'active' || again) return heard
      await ctx.world.sleep(AGAIN_MS)
      // That HubSpot took it a moment ago is asked anew, too.
      ctx.credentials.forget(connection.id)
      again = true
    }
    asked = await findConnection(ctx.store.read, connection.id)
  }
}

/**
 * Of a connection that was stopped: an access token lives on when its grant has ended, so only one that
 * was earned since tells anything.
 */
export async function earnAnew({ credentials }: Context, connection: Connection): Promise<void> {
  if (connection.kind === 'oauth' && connection.state === 'needs_reauth')
    await credentials.renew(connection, await credentials.bearer(connection))
}

async function ask(ctx: Context, connection: Connection) {
  const askedAt = ctx.world.now()
  const inUse = await credentialInUse(ctx.store.read, connection.id)
  const token = await ctx.credentials.bearer(connection)
  const reading = await ctx.accounts.read(await presentedAs(ctx, connection, token), connection)
  return { connection, reading, inUse, askedAt, token, open: false }
}
