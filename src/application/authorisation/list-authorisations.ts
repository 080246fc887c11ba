import type { Authorisation } from '../../domain/authorisation/authorisation.ts'
import { authorise, type Context } from '../context.ts'
import { whoseToRead } from '../sign-in/whose.ts'

export interface ListAuthorisations {
  /** A member's address, a service account's name, or an id; `*`: everybody's; without: one's own. */
  readonly principal?: string | undefined
}

/**
 * Ended ones included, newest first.
 *
 * @throws HubwardError `auth.forbidden` for others' without a role that reads, `resource.not_found`
 */
export async function listAuthorisations(
  ctx: Context,
  { principal }: ListAuthorisations = {},
): Promise<Authorisation[]> {
  const { authorisations } = ctx.store.read
  if (principal === '*') {
    authorise(ctx, 'read', 'authorisation.list')
    return authorisations.list()
  }
  const principalId = await whoseToRead(ctx, 'authorisation.list', principal)
  return authorisations.list({ principalId })
}
