/**
 * The address of a webhook, as a person typed it. Here it is only read; whether it may be reached is
 * the guard's to say when it connects (`adapters/egress`), because names change their addresses.
 */
import { err, ok, type Result } from '../result.ts'

export interface Receiver {
  /** In the one form that URL parsers agree on. */
  readonly href: string
  /** What may be shown: the rest of such an address is as good as a password. */
  readonly host: string
  /**
   * Not https on port 443: only for receivers in the operator's own networks, which the operator
   * names (`HUBWARD_OUTGOING_ALLOW`); never for the internet.
   */
  readonly own: boolean
}

const LONGEST = 2_048

export const RECEIVER_MISTAKES = {
  not_a_url: 'This is no address. A webhook’s address begins with https://.',
  too_long: `Addresses of webhooks are not longer than ${LONGEST} characters.`,
  strange_characters:
    'The address holds a space, a backslash or a control character. Copy it once more.',
  scheme: 'The address must begin with https://.',
  user_in_url: 'The address names a user or password before an @. Leave that out.',
  fragment: 'The address holds a #, which is never sent. Leave out what follows it.',
} as const
export type ReceiverMistake = keyof typeof RECEIVER_MISTAKES

export function readReceiver(typed: string): Result<Receiver, ReceiverMistake> {
  const text = typed.trim()
  if (text.length > LONGEST) return err('too_long')
  // Parsers drop or turn these, each in its own way: what is shown would not be what is reached.
  if (!/^[\x21-\x5b\x5d-\x7e]*$/.test(text)) return err('strange_characters')
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) || !URL.canParse(text)) return err('not_a_url')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return err('scheme')
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text))
    return err('user_in_url')
  if (text.includes('#')) return err('fragment')
  return ok({
    href: url.href,
    host: url.host,
    own: url.protocol !== 'https:' || url.port !== '',
  })
}
