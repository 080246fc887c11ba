import { MOST_ENDED_LISTED, type Intake } from '../../domain/intake/intake.ts'
import { authorise, type Context } from '../context.ts'
import { findIntake } from './find-intake.ts'
import { shownSender } from './sender.ts'
import type { KeyStanding } from '../../domain/intake/outcome-words.ts'
import { keyStanding } from './key-standing.ts'
import { withWords } from './words.ts'

/** Newest first: all that are under way, and the last that ended. Without what senders wrote. */
export function listIntakes(ctx: Context): Promise<Intake[]> {
  authorise(ctx, 'read', 'intake.list')
  return ctx.store.read.intakes.list(MOST_ENDED_LISTED)
}

export interface ShownIntake extends Intake {
  /** What became of the key, where it was approved. */
  readonly key: KeyStanding | null
}

/**
 * With what the sender wrote, and their address while it is to be decided.
 *
 * @throws HubwardError `resource.not_found`
 */
export async function showIntake(
  ctx: Context,
  { intake: id }: { intake: string },
): Promise<ShownIntake> {
  authorise(ctx, 'read', 'intake.show')
  const intake = await withWords(ctx, await findIntake(ctx.store.read, id))
  const key = await keyStanding(ctx.store.read, intake)
  if (intake.state !== 'held' || !intake.findings) return { ...intake, key }
  const senderEmail = await shownSender(ctx, id)
  return { ...intake, key, findings: { ...intake.findings, senderEmail } }
}
