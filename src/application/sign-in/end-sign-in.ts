/** The parts of other changes that take sign-in away: a person leaves, a role changes. */
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'

/** What a person lost; for the record of the change that took it. */
export interface EndedSignIn {
  readonly sessions: readonly string[]
  readonly passkeys: number
  readonly identities: number
  readonly invitations: readonly string[]
}

/** Every way in, every session, every open invitation of somebody who leaves. */
export async function endSignInOf(
  tx: Repositories,
  principalId: string,
  at: Date,
): Promise<EndedSignIn> {
  return {
    sessions: await tx.signIn.sessions.endAll({ principalId }, at),
    passkeys: await tx.signIn.passkeys.removeAllOf(principalId),
    identities: await tx.signIn.identities.removeAllOf(principalId),
    invitations: await tx.signIn.links.revokeAll({ purpose: 'invitation', principalId }, at),
  }
}

/**
 * A role changed: what was signed in under the old one ends, and a new sign-in begins with a new
 * secret. An open invitation was made for the old role by who might make it then, and ends too.
 */
export async function endSessionsForRole(
  tx: Repositories,
  ctx: Context,
  principalId: string,
): Promise<void> {
  const now = ctx.world.now()
  await tx.signIn.links.revokeAll({ purpose: 'invitation', principalId }, now)
  const ended = await tx.signIn.sessions.endAll({ principalId }, now)
  await recordEnded(tx, ctx, principalId, ended, 'the role changed')
}

/** One event per session, so that each can be found by its id. */
export async function recordEnded(
  tx: Repositories,
  ctx: Context,
  principalId: string,
  ended: readonly string[],
  why: string,
): Promise<void> {
  const owner = await tx.principals.get(principalId)
  for (const id of ended)
    await recordChange(tx, ctx, {
      action: 'session.end',
      targetKind: 'session',
      targetId: id,
      targetName: `a session of ${owner?.email ?? principalId}`,
      before: null,
      after: { why },
    })
}
