import type { Connection } from '../../domain/connection/connection.ts'
import {
  failureError,
  isPassing,
  isRefusal,
  type HubSpotFailure,
} from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Result } from '../../domain/result.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { beginHealthAnew } from '../health/begin-anew.ts'
import { credentialInUse } from './credential-in-use.ts'
import { keepKnown } from './keep-known.ts'
import { changeConnection } from './change-connection.ts'
import type { Connected } from './connect-portal.ts'
import type { AccountReading } from './ports.ts'
import { markNeedsReauth } from './needs-reauth.ts'
import { presentedAs } from './presented.ts'
import { demandSamePortal } from './replace-credential.ts'
import { reportOn } from './report.ts'
import { portalFacts } from './store-credential.ts'
import type { ValidCredential } from './validate-credential.ts'

/** How often it is asked again where the credential was changed while HubSpot was asked. */
const TURNS = 3

/**
 * Asks HubSpot again about a connection's credential and takes in what changed: scopes, custom
 * objects, the portal's name. One that works again is active again; one that HubSpot refuses
 * stops the connection with the reason, unless there is a way back to the one before. When HubSpot
 * cannot be asked, nothing changes; nor where what it said is of a credential that serves no more.
 *
 * @throws HubwardError `connection.*` with what HubSpot said; `resource.conflict`
 */
export async function recheckConnection(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Connected> {
  authorise(ctx, 'operate', 'connection.recheck')
  const { id, name } = await findConnection(ctx.store.read, input.connection)
  for (let turn = 0; turn < TURNS; turn++) {
    ctx.credentials.forget(id)
    const checked = await recheckOnce(ctx, await findConnection(ctx.store.read, id))
    if (checked) return checked
  }
  throw new HubwardError(
    'resource.conflict',
    `The credential of "${name}" was changed each time HubSpot was asked about it. Check the connection again when that is over.`,
  )
}

/** @returns nothing where another credential serves meanwhile */
async function recheckOnce(ctx: Context, found: Connection): Promise<Connected | undefined> {
  const { connection, reading, inUse, open = false } = await askWithWayBack(ctx, found)
  if (!reading.ok) {
    const failure = failureError(reading.error)
    // While the one before is not answered about, calls go on asking: nothing is stopped.
    if (!isPassing(reading.error) && !open)
      await markNeedsReauth(ctx, connection.id, failure.message, inUse)
    throw failure
  }
  const valid: ValidCredential = {
    kind: connection.kind,
    reading: keepKnown(reading.value, connection),
    secrets: {},
    life: null,
    notices: [],
  }
  const report = await reportOn(ctx.store.read, valid, connection.id)
  let overtaken = false
  const checked = await changeConnection(
    ctx,
    'operate',
    'connection.recheck',
    connection.id,
    async (before, tx) => {
      overtaken = (await credentialInUse(tx, before.id)) !== inUse
      if (overtaken) return before
      demandSamePortal(before, valid)
      await beginHealthAnew(tx, ctx, before)
      const works = before.state === 'needs_reauth'
      return {
        ...before,
        ...portalFacts(valid, ctx.world.now()),
        state: works ? 'active' : before.state,
        stateReason: works ? null : before.stateReason,
      }
    },
  )
  return overtaken ? undefined : { connection: checked, report }
}

interface Asked {
  readonly connection: Connection
  readonly reading: Result<AccountReading, HubSpotFailure>
  readonly inUse: number | null
  /** It is refused, and the one before was not answered about. */
  readonly open?: boolean
}

/** As a live call would: a refused credential is given up for another one, where there is one. */
async function askWithWayBack(ctx: Context, connection: Connection): Promise<Asked> {
  // An access token lives on when its grant has ended: only one that was earned since tells anything.
  if (connection.kind === 'oauth' && connection.state === 'needs_reauth')
    await ctx.credentials.renew(connection, await ctx.credentials.bearer(connection))
  const first = await askInUse(ctx, connection)
  if (first.reading.ok || !isRefusal(first.reading.error)) return first
  const renewed = await ctx.credentials.renew(connection, first.token)
  if (renewed !== 'another') return { ...first, open: renewed === 'in_doubt' }
  return askInUse(ctx, await findConnection(ctx.store.read, connection.id))
}

async function askInUse(ctx: Context, connection: Connection) {
  const inUse = await credentialInUse(ctx.store.read, connection.id)
  const token = await ctx.credentials.bearer(connection)
  const reading = await ctx.accounts.read(await presentedAs(ctx, connection, token), connection)
  return { connection, reading, inUse, token }
}
