import type { Connection } from '../../domain/connection/connection.ts'
import { failureError, isPassing } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { beginHealthAnew, refusedSince } from '../health/begin-anew.ts'
import { inDoubt } from './in-doubt.ts'
import { askInUse } from './ask-in-use.ts'
import { credentialInUse } from './credential-in-use.ts'
import { keepKnown } from './keep-known.ts'
import { changeConnection } from './change-connection.ts'
import type { Connected } from './connect-portal.ts'
import { markNeedsReauth } from './needs-reauth.ts'
import { demandSamePortal } from './same-portal.ts'
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
    `What HubSpot said of the credential of "${name}" was out of date each time: another one took its place, or a call was refused meanwhile. Check the connection again in a moment.`,
  )
}

/** @returns nothing where another credential serves meanwhile */
async function recheckOnce(ctx: Context, found: Connection): Promise<Connected | undefined> {
  const { connection, reading, inUse, askedAt, open } = await askInUse(ctx, found)
  if (!reading.ok) {
    const failure = failureError(reading.error)
    // While the one before is not answered about, calls go on asking: nothing is stopped.
    if (open) throw inDoubt(connection, failure.facts)
    if (!isPassing(reading.error)) await markNeedsReauth(ctx, connection.id, failure.message, inUse)
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
      overtaken =
        (await credentialInUse(tx, before.id)) !== inUse ||
        (await refusedSince(tx, before, askedAt))
      if (overtaken) return before
      demandSamePortal(before, valid)
      await beginHealthAnew(tx, ctx, before, 'the same')
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
