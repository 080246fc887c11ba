/** Stepping up by one of one's own passkeys. */
import { HubwardError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { demandFewFailures, failed } from './attempts.ts'
import { authenticate, sessionRefused } from './authenticate.ts'
import { requestOptions, type RequestOptions } from './ceremony-options.ts'
import { giveChallenge, takeChallenge, verifyAssertion } from './challenge.ts'
import { demandBrowser } from './demand-person.ts'
import type { AssertionAnswer } from './ports.ts'
import { stepUp, type SteppedUp } from './step-up.ts'
import type { Visit } from './visit.ts'

/** @throws HubwardError `auth.browser_needed`; `resource.not_found` for who has no passkey */
export async function beginPasskeyStepUp(ctx: Context): Promise<RequestOptions> {
  const person = demandBrowser(ctx)
  const own = await ctx.store.read.signIn.passkeys.list(person.principalId)
  if (own.length === 0)
    throw new HubwardError(
      'resource.not_found',
      'You have no passkey yet. Confirm at your identity provider.',
    )
  return requestOptions(ctx, await giveChallenge(ctx, 'step_up', person.means.id), own)
}

/** @throws HubwardError `auth.sign_in_refused`, `auth.too_many_attempts`, `auth.session_replayed` */
export async function completePasskeyStepUp(
  ctx: Context,
  { visit, answer }: { visit: Visit; answer: AssertionAnswer },
): Promise<SteppedUp> {
  const person = demandBrowser(ctx)
  const attempt = { visit, as: answer.id, by: 'passkey' }
  demandFewFailures(ctx, attempt)
  const signedIn = await authenticate(ctx, visit)
  if (!signedIn.ok) throw sessionRefused(signedIn.error)
  const taken = await takeChallenge(ctx, answer, 'step_up', person.means.id)
  const verified = await verifyAssertion(ctx, answer, taken)
  if (verified?.passkey.principalId !== person.principalId) throw await failed(ctx, attempt)
  const { passkey, counter } = verified
  const stepped = await ctx.store.aside(async (tx) => {
    if (!(await tx.signIn.passkeys.use(passkey.id, counter, ctx.world.now()))) return undefined
    return stepUp(tx, ctx, visit, signedIn.value, { kind: 'passkey', name: passkey.name })
  })
  if (!stepped) throw await failed(ctx, attempt)
  return stepped
}
