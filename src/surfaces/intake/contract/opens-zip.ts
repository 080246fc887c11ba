/**
 * Whether a passphrase opens a ZIP with AES-256, before it is sent: a link takes one hand-over, and a
 * slip of the finger should not use it up. WinZip's AE format keeps two bytes that tell it but for one
 * wrong passphrase in 65,536 (https://www.winzip.com/en/support/aes-encryption/, "Password verification").
 */
const HEADER_BYTES = 30
/** Of AES-256. */
const SALT_BYTES = 16
const KEY_BYTES = 32
const VERIFIER_BYTES = 2
const ROUNDS = 1_000

/** @param file as `readHandedFile` found it to be a ZIP with AES-256 */
export async function opensZip(file: Uint8Array, passphrase: string): Promise<boolean> {
  const view = new DataView(file.buffer, file.byteOffset, file.length)
  const from = HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true)
  const salt = file.slice(from, from + SALT_BYTES)
  const verifier = file.slice(from + SALT_BYTES, from + SALT_BYTES + VERIFIER_BYTES)
  // Cut off: that is for the vault to say.
  if (verifier.length < VERIFIER_BYTES) return true
  const words = new TextEncoder().encode(passphrase)
  const key = await crypto.subtle.importKey('raw', words, 'PBKDF2', false, ['deriveBits'])
  const derived = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-1', salt, iterations: ROUNDS },
    key,
    8 * (2 * KEY_BYTES + VERIFIER_BYTES),
  )
  const told = new Uint8Array(derived, 2 * KEY_BYTES)
  return told.every((byte, index) => byte === verifier[index])
}

export const WRONG_PASSPHRASE =
  'This passphrase does not open the ZIP. Nothing was sent, and the link still works: type it again.'
