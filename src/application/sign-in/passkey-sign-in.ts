/** Signing in by passkey: the authenticator says who, the signature proves it. */
import type { Principal } from '../../domain/access/entities.ts'
import type { Context } from '../context.ts'
import { demandFewBegun, demandFewFailures, failed } from './attempts.ts'
import { personOf } from './authenticate.ts'
import { requestOptions, userHandleOf, type RequestOptions } from './ceremony-options.ts'
import { giveChallenge, takeChallenge, verifyAssertion } from './challenge.ts'
import type { AssertionAnswer } from './ports.ts'
import { startSession, type StartedSession } from './start-session.ts'
import type { Visit } from './visit.ts'

/** @throws HubwardError `auth.too_many_attempts` */
export async function beginPasskeySignIn(ctx: Context, visit: Visit): Promise<RequestOptions> {
  demandFewBegun(ctx, visit)
  return requestOptions(ctx, await giveChallenge(ctx, 'sign_in', null), [])
}

/**
 * Signs in. User verification was demanded, so the session begins stepped up.
 *
 * @throws HubwardError `auth.sign_in_refused`, whatever the reason; `auth.too_many_attempts`
 */
export async function completePasskeySignIn(
  ctx: Context,
  { visit, answer }: { visit: Visit; answer: AssertionAnswer },
): Promise<StartedSession> {
  const attempt = { visit, as: answer.id, by: 'passkey' }
  demandFewFailures(ctx, attempt)
  const verified = await verifyAssertion(
    ctx,
    answer,
    await takeChallenge(ctx, answer, 'sign_in', null),
  )
  const principal = verified && (await activePerson(ctx, verified.passkey.principalId))
  // WebAuthn §7.2 step 6: where no credential was asked for, the user handle says whose it is.
  if (!principal || answer.response.userHandle !== userHandleOf(principal.id))
    throw await failed(ctx, attempt)
  const { passkey, counter } = verified
  const started = await ctx.store.aside(async (tx) => {
    const now = ctx.world.now()
    if (!(await tx.signIn.passkeys.use(passkey.id, counter, now))) return undefined
    const way = { kind: 'passkey' as const, name: passkey.name }
    return startSession(tx, ctx, { visit, principal, way, steppedUpAt: now })
  })
  if (!started) throw await failed(ctx, attempt)
  ctx.signIn.attempts.forget('failed_for_account', answer.id)
  return started
}

export async function activePerson(ctx: Context, id: string): Promise<Principal | undefined> {
  const found = await personOf(ctx, id)
  return found?.state === 'active' && found.kind === 'member' ? found : undefined
}
