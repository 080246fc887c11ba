import type { Intake } from '../../domain/intake/intake.ts'
import { authorise, type Context } from '../context.ts'
import { decisionOf } from './decision.ts'
import { findIntake, wrongState } from './find-intake.ts'
import { recordIntake } from './record.ts'

/**
 * Takes a request back before anything was handed over: its link answers like one that never was.
 *
 * @throws HubwardError `resource.not_found`, `intake.wrong_state`
 */
export async function cancelIntake(ctx: Context, input: { intake: string }): Promise<Intake> {
  authorise(ctx, 'secure', 'intake.cancel')
  return ctx.store.aside(async (tx) => {
    const before = await findIntake(tx, input.intake)
    const after = await tx.intakes.cancel(before.id, decisionOf(ctx))
    if (!after) throw wrongState(await findIntake(tx, before.id), 'cancelled')
    await recordIntake(tx, ctx, 'cancel', before, after)
    return after
  })
}
