/**
 * The address that a sender may give: sealed as soon as the submission was opened, shown to who
 * decides, used to tell the outcome, and wiped with that. Telling is a job of the transaction that
 * decides; where no mail goes out, the address is wiped there and then.
 */
import type { Intake } from '../../domain/intake/intake.ts'
import { isSettled, type SenderOutcome } from '../../domain/intake/sender-mail.ts'
import type { Channel, EmailChannel } from '../../domain/notice/channel.ts'
import { redacted } from '../../domain/redacted.ts'
import type { SealedValue } from '../connection/ports.ts'
import type { Services } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { Sender } from './ports.ts'

export const SENDER_FIELD = 'senderEmail'

/** A mail that cannot be sent for so long is not sent any more. */
const KEPT_AFTER_END_MS = 7 * 24 * 60 * 60_000

export const wipeSenderAt = ({ endsAt }: Intake): Date =>
  new Date(endsAt.getTime() + KEPT_AFTER_END_MS)

export const sealSender = (
  { vault, store }: Pick<Services, 'vault' | 'store'>,
  intakeId: string,
  email: string,
): Promise<SealedValue> =>
  vault.wrap(store.read, { rowId: intakeId, field: SENDER_FIELD }, redacted(email))

/** @throws HubwardError `vault.sealed_row` */
export const openSender = async (
  { vault, store }: Pick<Services, 'vault' | 'store'>,
  intakeId: string,
  { sealed }: Sender,
): Promise<string> =>
  (await vault.unwrap(store.read, { rowId: intakeId, field: SENDER_FIELD }, sealed)).reveal()

/** For who decides; nothing where none was given, or where it cannot be opened. */
export async function shownSender(
  services: Pick<Services, 'vault' | 'store' | 'log'>,
  intakeId: string,
): Promise<string | null> {
  const sender = await services.store.read.intakes.senders.get(intakeId)
  if (!sender) return null
  try {
    return await openSender(services, intakeId, sender)
  } catch (err) {
    services.log.error({ err, intake: intakeId }, 'intake: a sender’s address could not be opened')
    return null
  }
}

export const mailChannel = (channels: readonly Channel[]): EmailChannel | undefined =>
  channels.find((one): one is EmailChannel => one.kind === 'email' && one.enabled)

/** Part of the transaction that decides. Does nothing for who gave no address. */
export async function tellSender(
  tx: Repositories,
  intakeId: string,
  outcome: SenderOutcome,
): Promise<void> {
  const sender = await tx.intakes.senders.get(intakeId)
  if (!sender || isSettled(outcome, sender.settled)) return
  if (!mailChannel(await tx.notices.channels.list())) return tx.intakes.senders.wipe(intakeId)
  await tx.jobs.send(
    'intake.tell_sender',
    { intakeId, outcome },
    { singletonKey: `${intakeId} ${outcome}` },
  )
}

export interface FirstChecked {
  readonly connectionId: string
  /** Since when the credential that was checked is in the vault. */
  readonly credentialSince: Date | null
  readonly outcome: 'active' | 'check_failed'
}

/**
 * Part of the transaction that finishes a check of what was not in use yet. Where another credential
 * has the place of what was handed over by then, there is nothing more to tell of that.
 */
export async function tellSenderOfCheck(tx: Repositories, checked: FirstChecked): Promise<void> {
  const intakeId = await tx.intakes.senders.intakeOf(checked.connectionId)
  if (intakeId === undefined) return
  const intake = await tx.intakes.get(intakeId)
  if (intake?.decidedAt?.getTime() !== checked.credentialSince?.getTime())
    return tx.intakes.senders.wipe(intakeId)
  await tellSender(tx, intakeId, checked.outcome)
}
