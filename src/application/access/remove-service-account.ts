import { inChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { endPrincipal } from './end-principal.ts'
import { findServiceAccount } from './find.ts'

export interface RemoveServiceAccount {
  /** Id or name. */
  readonly serviceAccount: string
}

/** Ends a program's access at once: groups, keys, all. @throws HubwardError `resource.not_found` */
export async function removeServiceAccount(
  ctx: Context,
  input: RemoveServiceAccount,
): Promise<void> {
  authorise(ctx, 'change', 'service_account.remove')
  await inChange(ctx, (tx) => removeServiceAccountIn(tx, ctx, input))
}

export async function removeServiceAccountIn(
  tx: Repositories,
  ctx: Context,
  input: RemoveServiceAccount,
): Promise<void> {
  await endPrincipal(tx, ctx, await findServiceAccount(tx, input.serviceAccount))
}
