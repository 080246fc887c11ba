import { MOST_ENDED_LISTED, type Intake } from '../../domain/intake/intake.ts'
import { authorise, type Context } from '../context.ts'
import { findIntake } from './find-intake.ts'
import { shownSender } from './sender.ts'

/** Newest first: all that are under way, and the last that ended. */
export function listIntakes(ctx: Context): Promise<Intake[]> {
  authorise(ctx, 'read', 'intake.list')
  return ctx.store.read.intakes.list(MOST_ENDED_LISTED)
}

/**
 * With the sender's address, while it is to be decided.
 *
 * @throws HubwardError `resource.not_found`
 */
export async function showIntake(
  ctx: Context,
  { intake: id }: { intake: string },
): Promise<Intake> {
  authorise(ctx, 'read', 'intake.show')
  const intake = await findIntake(ctx.store.read, id)
  if (intake.state !== 'held' || !intake.findings) return intake
  const senderEmail = await shownSender(ctx, id)
  return { ...intake, findings: { ...intake.findings, senderEmail } }
}
