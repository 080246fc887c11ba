/** What this page does with bytes: hashes, chance, and whether this browser can seal at all. */
import { base64url } from '../../src/domain/base64url.ts'

/** Copied first: WebCrypto's types want bytes that no other thread can change. */
export const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)))

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** 256 bits, as text. */
export const newSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

/** 80 bits in four groups: what the weak key derivation of ZIP files wants at least. */
export const newPassphrase = (): string =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(16)),
    (byte, at) => (at > 0 && at % 4 === 0 ? '-' : '') + LETTERS.charAt(byte & 31),
  ).join('')

/** X25519 is in WebCrypto since Chrome 133, Firefox 132, Safari 17; all of it wants HTTPS. */
export async function canSeal(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('X25519', false, ['deriveBits'])
    return true
  } catch {
    return false
  }
}
