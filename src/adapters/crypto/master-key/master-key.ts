/**
 * The master key: 32 bytes from which every key of an installation is derived, each for one
 * purpose, so that none of them is ever used for two things. It lives in a `KeyObject`, which
 * neither a log nor a heap snapshot shows.
 */
import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { HubwardError } from '../../../domain/errors.ts'

export interface MasterKey {
  readonly secret: KeyObject
  /** `3f2a91bc-07d4e655`: says which key it is without saying the key. */
  readonly fingerprint: string
  /** Where it came from, for people: `the variable HUBWARD_MASTER_KEY`, a path. */
  readonly source: string
  /** Sentences for the operator's log. */
  readonly warnings: readonly string[]
}

/** What a key may be derived for; the words are part of the derivation and never change. */
const PURPOSES = {
  vault: 'hubward/master/vault/v1',
  fingerprint: 'hubward/master/fingerprint/v1',
} as const

export const MASTER_KEY_BYTES = 32

export function masterKeyOf(
  bytes: Uint8Array,
  source: string,
  warnings: readonly string[] = [],
): MasterKey {
  const secret = createSecretKey(bytes)
  const mark = Buffer.from(derive(secret, 'fingerprint', 8)).toString('hex')
  return { secret, fingerprint: `${mark.slice(0, 8)}-${mark.slice(8)}`, source, warnings }
}

/** The key that wraps the vault's data keys (RFC 5869, no salt: the input is uniform already). */
export function vaultKeyOf(key: MasterKey): KeyObject {
  const bytes = Buffer.from(derive(key.secret, 'vault', MASTER_KEY_BYTES))
  const derived = createSecretKey(bytes)
  bytes.fill(0)
  return derived
}

const derive = (secret: KeyObject, purpose: keyof typeof PURPOSES, length: number) =>
  hkdfSync('sha256', secret, '', PURPOSES[purpose], length)

/**
 * Reads a written key: 64 hex digits, or base64 or base64url of exactly 32 bytes.
 *
 * @throws HubwardError `vault.key_malformed`, which repeats nothing of the text
 */
export function readMasterKeyText(text: string, source: string): Buffer {
  const written = text.trim()
  if (/^[0-9a-f]{64}$/i.test(written)) return Buffer.from(written, 'hex')
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(written) ? Buffer.from(written, 'base64') : undefined
  if (bytes?.length === MASTER_KEY_BYTES) return bytes
  throw new HubwardError(
    'vault.key_malformed',
    `The master key in ${source} is not 32 bytes in base64 (44 characters) or hex (64 characters). ` +
      'Put back the key that `hubward init` printed.',
    { facts: { source } },
  )
}

export const writeMasterKeyText = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64')
