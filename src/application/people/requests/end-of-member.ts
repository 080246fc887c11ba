/** What becomes of the requests that are for a member who is removed from Hubward. */
import type { Principal } from '../../../domain/access/entities.ts'
import type { Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { goRequest } from './follow-request.ts'

/**
 * What waits is withdrawn, and what was given is given back next. One that is being given at this very
 * moment ends as soon as it was: `follow-request.ts`. One that drifted waits for a person as before.
 */
export async function endRequestsFor(
  tx: Repositories,
  ctx: Context,
  { id }: Principal,
): Promise<void> {
  const now = ctx.world.now()
  const held = 'Whom it is for was removed from Hubward.'
  for (const request of await tx.requests.openFor(id)) {
    await goRequest(tx, ctx, request, 'withdraw', { held })
    await goRequest(tx, ctx, request, 'end', { held, endsAt: now, nextAt: now })
  }
}
