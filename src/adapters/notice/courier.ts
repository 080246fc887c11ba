/** Carries messages out: picks the way by the channel's kind, behind the guard. */
import type { Courier } from '../../application/notice/ports.ts'
import { asSlack, asTeams } from '../../domain/notice/as-card.ts'
import { asEmail } from '../../domain/notice/as-email.ts'
import { asEvent } from '../../domain/notice/as-event.ts'
import type { World } from '../../application/ports.ts'
import { createGuard, networks } from '../egress/guard.ts'
import { isPublicAddress } from '../egress/public-address.ts'
import { createMailer, isForOwnNetworks } from './mail.ts'
import { createPoster } from './post.ts'
import { signatureHeaders } from './sign.ts'

export interface CourierOptions {
  readonly world: Pick<World, 'now'>
  /** Networks that the operator allows beside the internet. */
  readonly allow: readonly string[]
  /** Certificate authority of tests' receivers. */
  readonly ca?: string
}

export function createCourier({
  world,
  allow,
  ca,
}: CourierOptions): Courier & { close(): Promise<void> } {
  const allowed = networks(allow)
  const internet = createGuard({ permits: (one) => isPublicAddress(one) || allowed(one) })
  // What is not https on 443, or mail without TLS, never leaves the operator's own networks.
  const own = createGuard({ permits: allowed })
  const mailer = createMailer({ internet, own, ...(ca && { ca }) })
  const poster = createPoster({ internet, own, ...(ca && { ca }) })

  return {
    refuses(to) {
      const host = 'mail' in to ? to.mail.host : new URL(to.receiver.href).hostname
      const inside = 'mail' in to ? isForOwnNetworks(to.mail) : to.receiver.own
      return inside ? allow.length === 0 || own.refuses(host) : internet.refuses(host)
    },
    async carry(letter, signal) {
      const { channel, secret, to, message } = letter
      if (channel.kind === 'email') {
        if (to === null) return { ok: false, failure: 'no_address' }
        const email = asEmail(message)
        return mailer.send({ channel, secret, to, id: message.id, email }, signal)
      }
      if (!secret) return { ok: false, failure: 'sealed' }
      const { url, key } = JSON.parse(secret.reveal()) as { url: string; key?: string }
      const at = world.now()
      const body = JSON.stringify(
        channel.kind === 'slack'
          ? asSlack(message)
          : channel.kind === 'teams'
            ? asTeams(message)
            : asEvent(message, at),
      )
      const headers = key === undefined ? {} : signatureHeaders(key, message.id, at, body)
      return poster.post({ url, own: channel.settings.own, body, headers }, signal)
    },
    mail: (mail, signal) => mailer.send(mail, signal),
    close: () => poster.close(),
  }
}
