import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { readCredential, type CredentialInput } from './read-credential.ts'
import { reportOn, type ConnectionReport } from './report.ts'
import { validateCredential } from './validate-credential.ts'

/**
 * Has HubSpot say what a credential is, and stores nothing. Not for OAuth apps: trying one uses
 * its refresh token, and the one that comes back would be lost.
 *
 * @throws HubwardError as `connectPortal` does, but for names; `connection.not_found`
 */
export async function previewConnection(
  ctx: Context,
  input: CredentialInput,
  /** The connection that it is for, where there is one already: its portal is no news then. */
  replaces?: string,
): Promise<ConnectionReport> {
  authorise(ctx, 'secure', 'connection.preview')
  const before = replaces === undefined ? undefined : await findConnection(ctx.store.read, replaces)
  const read = readCredential(ctx, input)
  if (read.kind === 'oauth')
    throw new HubwardError(
      'request.invalid',
      'An OAuth app cannot be tried without connecting it, because trying it spends its refresh token. Connect it: that grants nobody anything.',
    )
  return reportOn(ctx.store.read, await validateCredential(ctx, read, before), before?.id)
}
