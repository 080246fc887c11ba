/** The key that signs evidence, as others get it: 32 bytes (RFC 8032 §5.1.5), in the wrapping of RFC 8410. */

/** SubjectPublicKeyInfo of Ed25519 up to the key itself (RFC 8410 §4). */
const SPKI = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]

export const PUBLIC_KEY_BYTES = 32

/** What its fingerprint is the SHA-256 of: the same that `openssl pkey -pubin -outform DER` writes. */
export const spkiOf = (publicKey: Uint8Array): Uint8Array => Uint8Array.of(...SPKI, ...publicKey)

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 7468: 44 bytes are one line of 60 letters, the last of them padding. */
export function pemOf(publicKey: Uint8Array): string {
  const bytes = spkiOf(publicKey)
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let digit = 0; digit < 4; digit++)
      text += at + digit > bytes.length ? '=' : BASE64.charAt((three >> (18 - 6 * digit)) & 63)
  }
  return `-----BEGIN PUBLIC KEY-----\n${text}\n-----END PUBLIC KEY-----\n`
}

/** As people compare it: groups of four. */
export const spacedFingerprint = (hex: string): string => (hex.match(/.{1,4}/g) ?? []).join(' ')

/** However it was written down. @returns `undefined` where it is none */
export function readFingerprint(text: string): string | undefined {
  const hex = text.toLowerCase().replaceAll(/[\s:]/g, '')
  return /^[0-9a-f]{64}$/.test(hex) ? hex : undefined
}
