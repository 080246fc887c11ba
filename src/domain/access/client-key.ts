/**
 * The text of a client key: how it is written and read, nothing about who holds it. It carries
 * its id, so that a log line, a leak report and the key list speak of the same key, and a
 * checksum, so that a typing or copying mistake is named before anything is looked up.
 *
 *   hw_<id: 20>_<secret: 52><checksum: 7>     83 characters, Crockford base32 in lower case
 *
 * The secret is 256 random bits; the checksum is the CRC-32 of everything before it. Only the
 * SHA-256 of the whole text is stored: with 256 bits of chance a slow hash would add nothing.
 */
import { ID_PREFIXES } from '../ids.ts'
import { redacted, type Redacted } from '../redacted.ts'
import { err, ok, type Result } from '../result.ts'

export const CLIENT_KEY_SECRET_BYTES = 32

/** For secret scanners, and for anyone who must find keys in text. */
export const CLIENT_KEY_PATTERN = 'hw_[0-9a-hjkmnp-tv-z]{20}_[0-9a-hjkmnp-tv-z]{59}'

/** Writes the key of an id (`key_…`) and 32 random bytes. */
export function formatClientKey(id: string, secret: Uint8Array): Redacted<string> {
  const idText = id.slice(ID_PREFIXES.key.length + 1)
  if (!ID.test(id) || secret.length !== CLIENT_KEY_SECRET_BYTES)
    throw new RangeError('a client key is made of a key id and 32 bytes')
  const body = `${PREFIX}${idText}_${base32(secret)}`
  return redacted(body + checksum(body))
}

export interface ParsedClientKey {
  /** `key_…`; a claim until the hash has been found. */
  readonly id: string
  /** The text whose hash is stored. */
  readonly text: Redacted<string>
}

/** `not_a_key`: something else was sent; the other two: a key of ours that was damaged. */
export type ClientKeyMistake = 'not_a_key' | 'incomplete' | 'mistyped'

/** Reads a key. Surrounding white space is forgiven, anything else is not. */
export function parseClientKey(input: string): Result<ParsedClientKey, ClientKeyMistake> {
  const text = input.trim()
  if (!text.startsWith(PREFIX)) return err('not_a_key')
  if (text.length !== LENGTH) return err(text.length < LENGTH ? 'incomplete' : 'mistyped')
  const body = text.slice(0, -CHECKSUM_LENGTH)
  if (!WHOLE.test(text) || checksum(body) !== text.slice(-CHECKSUM_LENGTH)) return err('mistyped')
  const id = `${ID_PREFIXES.key}_${text.slice(PREFIX.length, PREFIX.length + 20)}`
  return ok({ id, text: redacted(text) })
}

/** What to tell the person who sent it. */
export const CLIENT_KEY_MISTAKES: Record<ClientKeyMistake, string> = {
  not_a_key:
    'What was sent is neither a Hubward client key, which begins with "hw_", nor an access token of Hubward. A HubSpot token does not work here; sign in anew, or ask an admin for a key.',
  incomplete: 'The client key is cut short. Copy it whole: 83 characters that begin with "hw_".',
  mistyped:
    'The client key has a typing or copying mistake: its checksum does not fit. Copy it again.',
}

const PREFIX = 'hw_'
const CHECKSUM_LENGTH = 7
const LENGTH = PREFIX.length + 20 + 1 + 52 + CHECKSUM_LENGTH
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const ID = /^key_[0-9a-hjkmnp-tv-z]{20}$/
const WHOLE = new RegExp(`^${CLIENT_KEY_PATTERN}$`)

/** Most significant bits first, zero bits at the end to fill the last character. */
function base32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

/** CRC-32 as in zip and PNG (reflected polynomial 0xedb88320), seven characters. */
function checksum(text: string): string {
  let crc = 0xffffffff
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i)
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  const value = ~crc >>> 0
  return base32(Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255))
}
