import { HubwardError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'

/**
 * Wants a browser session whose person proved themselves within the last five minutes. The operator
 * and client keys pass: nobody stands beside a program.
 *
 * @throws HubwardError `auth.step_up_required`
 */
export function demandStepUp(ctx: Context): void {
  const { actor } = ctx
  if (actor.kind !== 'principal' || actor.means.kind !== 'session') return
  if (actor.steppedUpUntil && actor.steppedUpUntil > ctx.world.now()) return
  throw new HubwardError(
    'auth.step_up_required',
    'Confirm that it is you: this wants a passkey or identity provider used in the last five minutes.',
  )
}
