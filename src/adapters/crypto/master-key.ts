/**
 * The master key: 32 random bytes that the operator holds. It encrypts nothing itself; every
 * purpose has a key of its own, derived by HKDF (RFC 5869), so that no use can weaken another.
 */
import { createSecretKey, createHash, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'

export const MASTER_KEY_BYTES = 32

/** What the derived keys are for. A new purpose is a new row; a name is never used again. */
export const KEY_PURPOSES = {
  vault: 'hubward/kek/v1',
  fingerprint: 'hubward/fingerprint/v1',
} as const

export class MasterKey {
  /** Tells keys apart in messages and in the database; says nothing of the key. */
  readonly fingerprint: string
  readonly #key: KeyObject

  constructor(bytes: Uint8Array) {
    if (bytes.length !== MASTER_KEY_BYTES)
      throw new RangeError(`a master key has ${MASTER_KEY_BYTES} bytes`)
    this.#key = createSecretKey(bytes)
    this.fingerprint = fingerprintOf(this.#key)
  }

  /** The key for one purpose. */
  derive(purpose: keyof typeof KEY_PURPOSES): KeyObject {
    return createSecretKey(derived(this.#key, purpose))
  }
}

function derived(key: KeyObject, purpose: keyof typeof KEY_PURPOSES): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'hubward', KEY_PURPOSES[purpose], MASTER_KEY_BYTES))
}

function fingerprintOf(key: KeyObject): string {
  return createHash('sha256').update(derived(key, 'fingerprint')).digest('hex').slice(0, 16)
}

/** A fresh key as the text that is shown once: 43 characters of base64url. */
export const newMasterKeyText = (): string => randomBytes(MASTER_KEY_BYTES).toString('base64url')

/** Reads a key written as base64, base64url or hex; `undefined` for anything else. */
export function parseMasterKey(text: string): MasterKey | undefined {
  const trimmed = text.trim()
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return new MasterKey(Buffer.from(trimmed, 'hex'))
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined
  return new MasterKey(Buffer.from(trimmed, 'base64url'))
}
