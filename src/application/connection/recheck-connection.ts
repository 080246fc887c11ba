import type { Connection } from '../../domain/connection/connection.ts'
import {
  failureError,
  isPassing,
  isRefusal,
  type HubSpotFailure,
} from '../../domain/connection/hubspot-failure.ts'
import type { HubwardError } from '../../domain/errors.ts'
import type { Result } from '../../domain/result.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { beginHealthAnew } from '../health/begin-anew.ts'
import { changeConnection } from './change-connection.ts'
import type { Connected } from './connect-portal.ts'
import type { AccountReading } from './ports.ts'
import { markNeedsReauth } from './needs-reauth.ts'
import { presentedAs } from './presented.ts'
import { demandSamePortal } from './replace-credential.ts'
import { reportOn } from './report.ts'
import { portalFacts } from './store-credential.ts'
import type { ValidCredential } from './validate-credential.ts'

/**
 * Asks HubSpot again what the stored credential is, and writes down what changed: scopes, custom
 * objects, the portal's name. One that works again is active again; one that HubSpot refuses
 * stops the connection with the reason, unless there is a way back to the one before. When HubSpot cannot be asked, nothing changes.
 *
 * @throws HubwardError `connection.*` with what HubSpot said
 */
export async function recheckConnection(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Connected> {
  authorise(ctx, 'operate', 'connection.recheck')
  const found = await findConnection(ctx.store.read, input.connection)
  ctx.credentials.forget(found.id)
  const { connection, reading } = await askWithWayBack(ctx, found)
  if (!reading.ok) {
    const failure = failureError(reading.error)
    // While the one before is not answered about, calls go on asking: nothing is stopped.
    const open = ctx.credentials.awaitsWayBack(connection.id)
    if (!isPassing(reading.error) && !open) await stop(ctx, connection, failure)
    throw failure
  }
  const valid: ValidCredential = {
    kind: connection.kind,
    reading: reading.value,
    secrets: {},
    life: null,
    notices: [],
  }
  const report = await reportOn(ctx.store.read, valid, connection.id)
  const checked = await changeConnection(
    ctx,
    'operate',
    'connection.recheck',
    connection.id,
    async (before, tx) => {
      demandSamePortal(before, valid)
      await beginHealthAnew(tx, ctx, before, 'tell')
      const works = before.state === 'needs_reauth'
      return {
        ...before,
        ...portalFacts(valid, ctx.world.now()),
        state: works ? 'active' : before.state,
        stateReason: works ? null : before.stateReason,
      }
    },
  )
  return { connection: checked, report }
}

interface Asked {
  readonly connection: Connection
  readonly reading: Result<AccountReading, HubSpotFailure>
}

/** As a live call would: a refused credential is given up for another one, where there is one. */
async function askWithWayBack(ctx: Context, connection: Connection): Promise<Asked> {
  const token = await ctx.credentials.bearer(connection)
  const reading = await ctx.accounts.read(await presentedAs(ctx, connection, token), connection)
  if (reading.ok || !isRefusal(reading.error)) return { connection, reading }
  if (!(await ctx.credentials.renew(connection, token))) return { connection, reading }
  const now = await findConnection(ctx.store.read, connection.id)
  const other = await ctx.credentials.bearer(now)
  return {
    connection: now,
    reading: await ctx.accounts.read(await presentedAs(ctx, now, other), now),
  }
}

const stop = (ctx: Context, connection: Connection, failure: HubwardError) =>
  markNeedsReauth(ctx, connection.id, failure.message)
