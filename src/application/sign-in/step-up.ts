/** Gives a session the power of a fresh proof, and a new secret with it. */
import type { Redacted } from '../../domain/redacted.ts'
import { STEP_UP_MS, type WayIn } from '../../domain/sign-in/session.ts'
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { actorOf, sessionRefused, type SignedIn } from './authenticate.ts'
import { newSecret } from './secret.ts'
import type { StartedSession } from './start-session.ts'
import type { Visit } from './visit.ts'

export interface SteppedUp extends StartedSession {
  readonly until: Date
}

/**
 * The secret is replaced, so that a copy taken before is worth nothing from here on.
 *
 * @throws HubwardError `auth.session_replayed` where another request replaced it first
 */
export async function stepUp(
  tx: Repositories,
  ctx: Context,
  visit: Visit,
  { session, principal }: SignedIn,
  way: WayIn,
): Promise<SteppedUp> {
  const now = ctx.world.now()
  const secret: { text: Redacted<string>; hash: string } = newSecret(ctx)
  const from = visit.session ?? ''
  if (!(await tx.signIn.sessions.rotate(session.id, from, secret.hash, now, now)))
    throw sessionRefused('replayed')
  const after = { ...session, seenAt: now, steppedUpAt: now }
  await recordChange(
    tx,
    { ...ctx, actor: actorOf({ session: after, principal }, now) },
    {
      action: 'session.step_up',
      targetKind: 'session',
      targetId: session.id,
      targetName: `${session.name} of ${principal.email ?? principal.name}`,
      before: null,
      after: { way: { ...way }, address: visit.address },
    },
  )
  const until = new Date(now.getTime() + STEP_UP_MS)
  return { session: after, principal, secret: secret.text, until }
}
