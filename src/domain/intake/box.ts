/**
 * The bytes around what is sealed: what it is bound to, how its length is hidden, how it travels.
 * The same code runs in the sender's browser, in the terminal and in the vault. It encrypts nothing.
 */
import { err, ok, type Result } from '../result.ts'

/** HPKE Base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180 §7). */
export const SUITE = { kem: 0x0020, kdf: 0x0001, aead: 0x0002, encBytes: 32 } as const

/** Of what is sealed, before padding: a file of 64 KiB in base64, and words. */
export const MOST_PAYLOAD_BYTES = 160 * 1024

/** Lengths are rounded up to this, so that they say nothing of what was sent. */
export const PADDED_TO = 4096

/** Of a submission as it travels: a padded payload with its head, or an age file. */
export const MOST_SEALED_BYTES = MOST_PAYLOAD_BYTES + PADDED_TO + 256

/** The two public keys that an intake has: for HPKE, and as a recipient of age files. */
export interface IntakeKeys {
  readonly hpke: Uint8Array
  /** `age1…` */
  readonly ageRecipient: string
}

/** What the fingerprint in the link is the SHA-256 of: both keys, so that neither can be swapped. */
export const keysToFingerprint = (id: string, keys: IntakeKeys): Uint8Array =>
  lengthPrefixed('hubward/intake/keys/v1', id, keys.hpke, keys.ageRecipient)

export interface Binding {
  readonly id: string
  /** SHA-256 of the keys, base64url, as in the link. */
  readonly fingerprint: string
  readonly expiresAt: Date
}

/** HPKE's `info`: this intake, these keys. A box of another intake does not open here. */
export const boxInfo = ({ id, fingerprint }: Binding): Uint8Array =>
  lengthPrefixed('hubward/intake/box/v1', id, fingerprint)

/** HPKE's `aad`: the form of what is inside, and until when it might be sent. */
export const boxAad = ({ expiresAt }: Binding): Uint8Array =>
  lengthPrefixed(String(PAYLOAD_VERSION), expiresAt.toISOString())

export const PAYLOAD_VERSION = 1

/** Length in four bytes, the payload, then zeros up to the next multiple of {@link PADDED_TO}. */
export function pad(payload: Uint8Array): Uint8Array {
  if (payload.length > MOST_PAYLOAD_BYTES)
    throw new RangeError('the payload is too long to be sealed')
  const length = Math.ceil((payload.length + 4) / PADDED_TO) * PADDED_TO
  const padded = new Uint8Array(length)
  new DataView(padded.buffer).setUint32(0, payload.length)
  padded.set(payload, 4)
  return padded
}

/** Takes the padding off; `undefined` for what {@link pad} never made. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  if (padded.length < 4 || padded.length % PADDED_TO !== 0) return undefined
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0)
  if (Math.ceil((length + 4) / PADDED_TO) * PADDED_TO !== padded.length) return undefined
  for (let at = 4 + length; at < padded.length; at++) if (padded[at] !== 0) return undefined
  return padded.subarray(4, 4 + length)
}

/** A submission on its way: sealed by us, or an age file that somebody made elsewhere. */
export type SealedForm =
  | { readonly form: 'box'; readonly enc: Uint8Array; readonly ciphertext: Uint8Array }
  | { readonly form: 'age'; readonly file: Uint8Array }

const BOX_MARK = 0x01
const AGE_BINARY = ascii('age-encryption.org/v1\n')
const AGE_ARMOR = ascii('-----BEGIN AGE ENCRYPTED FILE-----')
const TAG_BYTES = 16

export function writeBox(enc: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + enc.length + ciphertext.length)
  bytes[0] = BOX_MARK
  bytes.set(enc, 1)
  bytes.set(ciphertext, 1 + enc.length)
  return bytes
}

export type SealedFault = 'too_large' | 'unknown_form'

/** Tells the form by the first bytes. Never throws; says nothing of what is inside. */
export function readSealed(bytes: Uint8Array): Result<SealedForm, SealedFault> {
  if (bytes.length > MOST_SEALED_BYTES) return err('too_large')
  if (isAge(bytes)) return ok({ form: 'age', file: bytes })
  const body = bytes.length - 1 - SUITE.encBytes - TAG_BYTES
  if (bytes[0] !== BOX_MARK || body < PADDED_TO || body % PADDED_TO !== 0)
    return err('unknown_form')
  return ok({
    form: 'box',
    enc: bytes.subarray(1, 1 + SUITE.encBytes),
    ciphertext: bytes.subarray(1 + SUITE.encBytes),
  })
}

/** Whether it begins as an age file does, plain or armored (age-encryption.org/v1). */
export const isAge = (bytes: Uint8Array): boolean =>
  startsWith(bytes, AGE_BINARY) || startsWith(bytes, AGE_ARMOR)

export const isArmoredAge = (bytes: Uint8Array): boolean => startsWith(bytes, AGE_ARMOR)

/** `PK\3\4`: a local file header (APPNOTE §4.3.7). */
export const isZip = (bytes: Uint8Array): boolean =>
  startsWith(bytes, Uint8Array.of(0x50, 0x4b, 0x03, 0x04))

const startsWith = (bytes: Uint8Array, head: Uint8Array): boolean =>
  bytes.length >= head.length && head.every((byte, at) => bytes[at] === byte)

/**
 * Each part behind its length in four bytes, big-endian: no two different lists of parts give the
 * same bytes.
 */
export function lengthPrefixed(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const encoded = parts.map((part) => (typeof part === 'string' ? ascii(part) : part))
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + 4 + length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const part of encoded) {
    view.setUint32(at, part.length)
    bytes.set(part, at + 4)
    at += 4 + part.length
  }
  return bytes
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
