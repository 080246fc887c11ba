import { HubwardError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'
import { readCredential, type CredentialInput } from './read-credential.ts'
import { reportOn, type ConnectionReport } from './report.ts'
import { validateCredential } from './validate-credential.ts'

/**
 * Has HubSpot say what a credential is, and stores nothing. Not for OAuth apps: trying one uses
 * its refresh token, and the one that comes back would be lost.
 *
 * @throws HubwardError as `connectPortal` does, but for names
 */
export async function previewConnection(
  ctx: Context,
  input: CredentialInput,
): Promise<ConnectionReport> {
  authorise(ctx, 'secure', 'connection.preview')
  const read = readCredential(ctx, input)
  if (read.kind === 'oauth')
    throw new HubwardError(
      'request.invalid',
      'An OAuth app cannot be tried without connecting it, because trying it spends its refresh token. Connect it: that grants nobody anything.',
    )
  return reportOn(ctx.store.read, await validateCredential(ctx, read))
}
