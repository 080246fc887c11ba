/** What of a channel is sealed: how it is written, and opened again to send. */
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { readReceiver, RECEIVER_MISTAKES, type Receiver } from '../../domain/notice/receiver.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { SealedValue } from '../connection/ports.ts'
import type { Context, Services } from '../context.ts'
import type { Repositories } from '../ports.ts'

export const CHANNEL_FIELD = 'channel'

export const sealChannel = (
  ctx: Context,
  channelId: string,
  secret: Redacted<string>,
): Promise<SealedValue> =>
  ctx.vault.wrap(ctx.store.read, { rowId: channelId, field: CHANNEL_FIELD }, secret)

/** @throws HubwardError `vault.sealed_row` */
export async function openChannel(
  { vault }: Pick<Services, 'vault'>,
  from: Repositories,
  channelId: string,
): Promise<Redacted<string> | null> {
  const sealed = await from.notices.channels.secret(channelId)
  return sealed ? vault.unwrap(from, { rowId: channelId, field: CHANNEL_FIELD }, sealed) : null
}

/** @throws HubwardError `request.invalid`, by the field `url`; the address is not repeated */
export function receiverOf(typed: Redacted<string>): Receiver {
  const read = readReceiver(typed.reveal())
  if (read.ok) return read.value
  const message = RECEIVER_MISTAKES[read.error]
  throw new HubwardError('request.invalid', message, { fields: [{ path: 'url', message }] })
}

/** Of a webhook that is signed, the key lies beside the address. */
export const webhookSecret = (receiver: Receiver, key?: Redacted<string>): Redacted<string> =>
  redacted(JSON.stringify({ url: receiver.href, ...(key && { key: key.reveal() }) }))

/** `whsec_` and 32 random bytes in base64, as Standard Webhooks has it. */
export const newSigningKey = (world: Services['world']): Redacted<string> =>
  redacted(`whsec_${btoa(String.fromCodePoint(...world.randomBytes(32)))}`)
