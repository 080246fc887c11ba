/**
 * The canary of a master key: a known text, sealed by it as a version. Who opens it has that key,
 * and not one that was given the same fingerprint in the database.
 */
import type { KeyObject } from 'node:crypto'
import { aeadOpen, aeadSeal, type RandomBytes } from './aead.ts'
import { frame } from './framing.ts'

const KNOWN = Buffer.from('hubward master key check')

const place = (version: number) => frame('hubward/kek-check/v1', 'local', version)

/** @param vaultKey derived from the master key for the vault */
export const sealCanary = (
  vaultKey: KeyObject,
  version: number,
  randomBytes: RandomBytes,
): Uint8Array => aeadSeal(vaultKey, place(version), KNOWN, randomBytes)

export function opensCanary(vaultKey: KeyObject, version: number, sealed: Uint8Array): boolean {
  const opened = aeadOpen(vaultKey, place(version), sealed)
  return opened !== undefined && Buffer.from(opened).equals(KNOWN)
}
