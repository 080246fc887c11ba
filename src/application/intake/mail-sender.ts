/**
 * One attempt at telling a sender the outcome. What may pass later fails the job, so that its queue
 * tries again; what cannot is given up. Killed between mail server and record, it is sent again
 * with the same Message-ID.
 */
import { HubwardError } from '../../domain/errors.ts'
import {
  isSettled,
  isTold,
  senderMail,
  type SenderOutcome,
} from '../../domain/intake/sender-mail.ts'
import { FAILURES, type FailureCode } from '../../domain/notice/failure.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { openChannel } from '../notice/channel-secret.ts'
import { findIntake } from './find-intake.ts'
import { mailChannel, openSender } from './sender.ts'

export interface MailSender {
  readonly intakeId: string
  readonly outcome: SenderOutcome
}

/** @throws HubwardError `internal` where the mail may get through later */
export async function mailSender(
  ctx: Context,
  { intakeId, outcome }: MailSender,
  signal: AbortSignal,
): Promise<void> {
  authorise(ctx, 'operate', 'intake.tell_sender')
  const { read } = ctx.store
  const sender = await read.intakes.senders.get(intakeId)
  if (!sender || isSettled(outcome, sender.settled)) return
  const channel = mailChannel(await read.notices.channels.list())
  if (!channel) return read.intakes.senders.wipe(intakeId)
  const carried = await ctx.courier.mail(
    {
      channel,
      secret: await openChannel(ctx, read, channel.id),
      to: await openSender(ctx, intakeId, sender),
      id: `${intakeId}.${outcome}`,
      email: senderMail(outcome, await findIntake(read, intakeId)),
    },
    signal,
  )
  if (!carried.ok && FAILURES[carried.failure].again)
    throw new HubwardError('internal', FAILURES[carried.failure].sentence)
  await settle(ctx, { intakeId, outcome }, channel.id, carried.ok ? null : carried.failure)
}

/** The address goes with the last thing there was to tell. */
const settle = (
  ctx: Context,
  { intakeId, outcome }: MailSender,
  channelId: string,
  failure: FailureCode | null,
): Promise<void> =>
  ctx.store.aside(async (tx) => {
    const settled = await tx.intakes.senders.settle(intakeId, outcome)
    if (!settled) return
    if (isTold(settled)) await tx.intakes.senders.wipe(intakeId)
    const intake = await findIntake(tx, intakeId)
    await recordChange(tx, ctx, {
      action: failure === null ? 'intake.sender_told' : 'intake.sender_not_told',
      targetKind: 'intake',
      targetId: intakeId,
      targetName: intake.title,
      connectionId: intake.connectionId,
      before: null,
      after: { outcome, channelId, failure },
    })
  })
