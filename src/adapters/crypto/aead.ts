/**
 * AES-256-GCM with the layout `nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes)`. Every nonce is
 * random; keys here seal few messages (a data key seals one, a master key wraps data keys), far
 * below the 2³² that random nonces allow (NIST SP 800-38D §8.3).
 */
import { createCipheriv, createDecipheriv, type CipherKey } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

export type RandomBytes = (count: number) => Uint8Array

export function aeadSeal(
  key: CipherKey,
  associated: Uint8Array,
  plaintext: Uint8Array,
  randomBytes: RandomBytes,
): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated)
  const body = cipher.update(plaintext)
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()])
}

/** @returns `undefined` for whatever was not sealed with exactly this key and associated data */
export function aeadOpen(
  key: CipherKey,
  associated: Uint8Array,
  sealed: Uint8Array,
): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const tag = sealed.subarray(sealed.length - TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(associated)
  decipher.setAuthTag(tag)
  const body = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([body, decipher.final()])
  } catch {
    body.fill(0)
    return undefined
  }
}
