import type { Intake } from '../../domain/intake/intake.ts'
import { authorise, type Context } from '../context.ts'
import { decisionOf } from './decision.ts'
import { findIntake, wrongState } from './find-intake.ts'
import { recordIntake } from './record.ts'
import { tellSender } from './sender.ts'
import { tell } from './tell.ts'

export interface RefuseIntake {
  readonly intake: string
  /** For the sender to read; a general sentence stands there without it. */
  readonly message: string | null
}

/**
 * Refuses what was handed over. It is wiped, with the key that could open it, in the same statement.
 *
 * @throws HubwardError `resource.not_found`, `intake.wrong_state`
 */
export async function refuseIntake(ctx: Context, input: RefuseIntake): Promise<Intake> {
  authorise(ctx, 'secure', 'intake.refuse')
  return ctx.store.aside(async (tx) => {
    const before = await findIntake(tx, input.intake)
    const refusal = {
      reason: 'refused_by_person',
      message: input.message?.trim() || 'An admin of the organisation that asked has declined it.',
    }
    const after = await tx.intakes.refuse(before.id, refusal, decisionOf(ctx))
    if (!after) throw wrongState(await findIntake(tx, before.id), 'refused')
    await recordIntake(tx, ctx, 'refuse', before, after)
    await tell(tx, ctx, 'intake.refused', after)
    await tellSender(tx, after.id, 'refused')
    return after
  })
}
