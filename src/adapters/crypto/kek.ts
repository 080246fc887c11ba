/**
 * Who wraps data keys. The vault knows this interface alone; `local` is the provider whose key is
 * in the process. A provider in a cloud's key service would pass `context` on as its own
 * encryption context.
 */
import type { KeyObject } from 'node:crypto'
import { aeadOpen, aeadSeal, type RandomBytes } from './aead.ts'

export interface KekProvider {
  /** Stored beside every wrapped key: `local`. */
  readonly id: string
  /** The version that wraps new keys. */
  readonly version: number
  wrap(key: Uint8Array, context: Uint8Array): Uint8Array | Promise<Uint8Array>
  /** @returns `undefined` when the version is unknown, or the bytes or the context do not match */
  unwrap(
    version: number,
    wrapped: Uint8Array,
    context: Uint8Array,
  ): Uint8Array | undefined | Promise<Uint8Array | undefined>
}

export function localKek(key: KeyObject, randomBytes: RandomBytes): KekProvider {
  return {
    id: 'local',
    version: 1,
    wrap: (dataKey, context) => aeadSeal(key, context, dataKey, randomBytes),
    unwrap: (version, wrapped, context) =>
      version === 1 ? aeadOpen(key, context, wrapped) : undefined,
  }
}
