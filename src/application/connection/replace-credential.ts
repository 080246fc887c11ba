import { stateWithCredential } from '../../domain/connection/state-with-credential.ts'
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { beginHealthAnew } from '../health/begin-anew.ts'
import { changeConnection } from './change-connection.ts'
import type { Connected } from './connect-portal.ts'
import { keepKnown, ofPortal } from './keep-known.ts'
import { readCredential, type CredentialInput } from './read-credential.ts'
import { reportOn } from './report.ts'
import { portalFacts, storeSecrets } from './store-credential.ts'
import { validateBeside, withSameGrant, type ValidBeside } from '../rotation/same-grant.ts'
import type { Secrets } from '../rotation/slot-secrets.ts'
import { demandSamePortal } from './same-portal.ts'

export interface ReplaceCredential extends CredentialInput {
  /** Id or name. */
  readonly connection: string
}

/**
 * Gives a connection a new credential for the same portal: grants, budget and name stay, and the
 * old secrets are wiped. The kind may change. A paused connection stays
 * paused, and a pending one pending: only a green check turns it active.
 *
 * @throws HubwardError `connection.portal_mismatch`, and what `connectPortal` throws
 */
export async function replaceCredential(
  ctx: Context,
  input: ReplaceCredential,
): Promise<Connected> {
  authorise(ctx, 'secure', 'connection.replace_credential')
  const connection = await findConnection(ctx.store.read, input.connection)
  const { id, baseUrl } = connection
  const read = readCredential(ctx, { ...input, baseUrl: input.baseUrl ?? baseUrl })
  // One that does not open is just what is to be replaced.
  const refreshToken = await ctx.vault.open(ctx.store.read, id, 'refreshToken').catch(ifSealed)
  const held: Secrets = refreshToken ? { refreshToken } : {}
  return storeReplacement(ctx, id, await validateBeside(ctx, connection, read, held))
}

function ifSealed(thrown: unknown): undefined {
  if (thrown instanceof HubwardError && thrown.code === 'vault.sealed_row') return undefined
  throw thrown
}

export async function storeReplacement(
  ctx: Context,
  connectionId: string,
  valid: ValidBeside,
): Promise<Connected> {
  const report = await reportOn(ctx.store.read, valid, connectionId)
  const connection = await changeConnection(
    ctx,
    'secure',
    'connection.replace_credential',
    connectionId,
    async (before, tx) => {
      demandSamePortal(before, valid)
      const secrets = valid.sameGrant
        ? await withSameGrant(ctx, tx, before, valid.secrets, valid.sameGrant)
        : valid.secrets
      const known = { ...valid, secrets, reading: keepKnown(valid.reading, ofPortal(before)) }
      await storeSecrets(tx, ctx, before.id, known)
      await beginHealthAnew(tx, ctx, before, 'another')
      return {
        ...before,
        ...portalFacts(known, ctx.world.now()),
        ...stateWithCredential(before),
      }
    },
  )
  return { connection, report }
}
