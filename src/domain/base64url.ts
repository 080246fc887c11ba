/** Base64url without padding (RFC 4648 §5), for what travels in URLs. Pure, so that it is the same in a browser. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export function base64url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let digit = 0; digit <= Math.min(left, 3); digit++)
      text += ALPHABET[(three >> (18 - 6 * digit)) & 63]
  }
  return text
}

/**
 * Reads it back; `undefined` for any other alphabet, for padding, and for a text whose last bits no
 * encoder leaves (RFC 4648 §3.5), so that each value has one text.
 */
export function bytesOfBase64url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let held = 0
  let bits = 0
  let at = 0
  for (let index = 0; index < text.length; index++) {
    held = ((held << 6) | ALPHABET.indexOf(text.charAt(index))) & 0xfff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (held >> bits) & 255
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined
}

/** The bytes of lower-case hex, as hashes are handed around here. */
export const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
