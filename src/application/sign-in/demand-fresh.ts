/** A fresh proof that it is the person themselves, for those too whose provider cannot give one. */
import { STEP_UP_MS } from '../../domain/sign-in/session.ts'
import type { Context } from '../context.ts'
import { demandBrowser } from './demand-person.ts'
import { demandStepUp } from './demand-step-up.ts'

/**
 * As {@link demandStepUp}; who has no passkey may also have signed in within the last five minutes,
 * since some providers (Google) never say when somebody proved themselves to them.
 *
 * @throws HubwardError `auth.browser_needed`, `auth.step_up_required`
 */
export async function demandFresh(ctx: Context): Promise<void> {
  const person = demandBrowser(ctx)
  const { passkeys, sessions } = ctx.store.read.signIn
  const own = await passkeys.list(person.principalId)
  const session = own.length === 0 ? await sessions.get(person.means.id) : undefined
  const age = session ? ctx.world.now().getTime() - session.createdAt.getTime() : Infinity
  if (age >= STEP_UP_MS) demandStepUp(ctx)
}
