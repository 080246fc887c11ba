/** Has HubSpot say what the credential in use is, as a live call would meet it: with the way back. */
import type { Connection } from '../../domain/connection/connection.ts'
import { isRefusal, type HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { Result } from '../../domain/result.ts'
import { findConnection } from '../access/find.ts'
import type { Context } from '../context.ts'
import { credentialInUse } from './credential-in-use.ts'
import type { AccountReading } from './ports.ts'
import { presentedAs } from './presented.ts'
import { MOST_RENEWALS } from './renewals.ts'

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
 * A refused credential is given up for another one, where there is one.
 *
 * @throws HubwardError what `bearer` throws
 */
export async function askInUse(ctx: Context, connection: Connection): Promise<AskedInUse> {
  // An access token lives on when its grant has ended: only one that was earned since tells anything.
  if (connection.kind === 'oauth' && connection.state === 'needs_reauth')
    await ctx.credentials.renew(connection, await ctx.credentials.bearer(connection))
  for (let renewals = 0, asked = connection; ; renewals++) {
    const { token, ...heard } = await ask(ctx, asked)
    const refused = !heard.reading.ok && isRefusal(heard.reading.error)
    if (!refused || renewals === MOST_RENEWALS) return heard
    const renewed = await ctx.credentials.renew(asked, token)
    if (renewed !== 'another') return { ...heard, open: renewed === 'in_doubt' }
    asked = await findConnection(ctx.store.read, connection.id)
  }
}

async function ask(ctx: Context, connection: Connection) {
  const askedAt = ctx.world.now()
  const inUse = await credentialInUse(ctx.store.read, connection.id)
  const token = await ctx.credentials.bearer(connection)
  const reading = await ctx.accounts.read(await presentedAs(ctx, connection, token), connection)
  return { connection, reading, inUse, askedAt, token, open: false }
}
