/**
 * Who wraps data keys. The vault knows this interface alone; the local provider's keys are in the
 * process. A provider in a cloud's key service would pass `context` on as its own encryption
 * context. Keys have versions: which one seals is the database's to say, which ones are held here is
 * this process's.
 */
import type { KeyObject } from 'node:crypto'
import type { HeldKey } from '../../application/vault/ports.ts'
import { aeadOpen, aeadSeal, type RandomBytes } from './aead.ts'
import { sealCanary } from './canary.ts'

type Eventually<T> = T | Promise<T>

export interface KekProvider {
  /** Stored beside every wrapped key: `local`. */
  readonly id: string
  /** Whether this process can use that version; one that it does not know is looked for. */
  holds(version: number): Eventually<boolean>
  /** Only with a version that is held. */
  wrap(version: number, key: Uint8Array, context: Uint8Array): Eventually<Uint8Array>
  /** @returns `undefined` when the version is not held, or the bytes or the context do not match */
  unwrap(
    version: number,
    wrapped: Uint8Array,
    context: Uint8Array,
  ): Eventually<Uint8Array | undefined>
  /** Every key in this process, also those of no version yet. */
  held(): Promise<readonly HeldKey[]>
  /** Fingerprints of those that a restart would find; never throws. */
  lasting(): readonly string[]
  /** A known text sealed by a held key as that version; `undefined` where it is not held. */
  canary(fingerprint: string, version: number): Promise<Uint8Array | undefined>
}

/** One key, as version 1, that nothing else will ever join. */
export function localKek(key: KeyObject, randomBytes: RandomBytes): KekProvider {
  return {
    id: 'local',
    holds: (version) => version === 1,
    wrap: (_version, dataKey, context) => aeadSeal(key, context, dataKey, randomBytes),
    unwrap: (version, wrapped, context) =>
      version === 1 ? aeadOpen(key, context, wrapped) : undefined,
    held: async () => [{ fingerprint: ONLY_KEY, source: 'what started this process', gone: false }],
    lasting: () => [ONLY_KEY],
    canary: async (fingerprint, version) =>
      fingerprint === ONLY_KEY ? sealCanary(key, version, randomBytes) : undefined,
  }
}

const ONLY_KEY = 'the only key'
