import type { Intake } from '../../domain/intake/intake.ts'
import { authorise, type Context } from '../context.ts'
import { recordIntake } from './record.ts'
import { tellSender } from './sender.ts'
import { tell } from './tell.ts'

/** Ends every request whose time has run out, and wipes what it held. Run every minute. */
export async function expireIntakes(ctx: Context): Promise<readonly Intake[]> {
  authorise(ctx, 'secure', 'intake.expire')
  return ctx.store.aside(async (tx) => {
    const ended = await tx.intakes.expire(ctx.world.now())
    for (const { before, after } of ended) {
      await recordIntake(tx, ctx, 'expire', before, after)
      await tell(tx, ctx, 'intake.expired', after)
      await tellSender(tx, after.id, 'expired')
    }
    await tx.intakes.senders.wipeOld(ctx.world.now())
    return ended.map(({ after }) => after)
  })
}
