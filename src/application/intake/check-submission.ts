import type { Intake } from '../../domain/intake/intake.ts'
import { authorise, type Context } from '../context.ts'
import { decisionOf } from './decision.ts'
import { readSubmission } from './read-submission.ts'
import { recordIntake } from './record.ts'
import { sealSender, tellSender, wipeSenderAt } from './sender.ts'
import { tell } from './tell.ts'
import { sealWords, withoutWords } from './words.ts'

/**
 * What the vault does with a submission by itself: opens it, shows it to HubSpot, compares it with
 * what was asked for, and holds it for a person; or refuses it with the reason. It never stores a
 * connection. Safe to run twice and by two at once: the state decides whose result counts.
 *
 * @throws HubwardError `connection.*` of failures that pass: then it is to be run again
 */
export async function checkSubmission(
  ctx: Context,
  input: { readonly intakeId: string },
): Promise<Intake | undefined> {
  authorise(ctx, 'secure', 'intake.hold')
  const before = await ctx.store.read.intakes.get(input.intakeId)
  if (before?.state !== 'submitted') return before
  const read = await readSubmission(ctx, before)
  const { senderEmail } = read.ok ? read.value : read.error
  const sender = senderEmail === null ? null : await sealSender(ctx, before.id, senderEmail)
  const words = read.ok ? await sealWords(ctx, before.id, read.value.findings) : null
  return ctx.store.aside(async (tx) => {
    const after = read.ok
      ? await tx.intakes.hold(before.id, withoutWords(read.value.findings))
      : await tx.intakes.reject(before.id, read.error.refusal, decisionOf(ctx))
    if (!after) return tx.intakes.get(before.id)
    await recordIntake(tx, ctx, read.ok ? 'hold' : 'reject', before, after)
    await tell(tx, ctx, read.ok ? 'intake.held' : 'intake.refused', after)
    if (words) await tx.intakes.words.put(after.id, words)
    if (sender) await tx.intakes.senders.put(after.id, sender, wipeSenderAt(after))
    if (!read.ok) await tellSender(tx, after.id, 'refused')
    return after
  })
}
