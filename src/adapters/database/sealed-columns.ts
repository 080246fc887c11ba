/** A sealed value as four columns, and back. Ciphertext only. */
import type { SealedValue } from '../../application/connection/ports.ts'

export const sealedColumns = (sealed: SealedValue) => ({
  kek_id: sealed.kekId,
  kek_version: sealed.kekVersion,
  wrapped_key: Buffer.from(sealed.wrappedKey),
  ciphertext: Buffer.from(sealed.ciphertext),
})

export const noSealedColumns = {
  kek_id: null,
  kek_version: null,
  wrapped_key: null,
  ciphertext: null,
}

export const SEALED_COLUMNS = ['kek_id', 'kek_version', 'wrapped_key', 'ciphertext'] as const

export const sealedColumnsOf = (sealed: SealedValue | null) =>
  sealed ? sealedColumns(sealed) : noSealedColumns

export interface SealedRow {
  readonly kek_id: string
  readonly kek_version: number
  readonly wrapped_key: Uint8Array
  readonly ciphertext: Uint8Array
}

export const sealedValue = (row: SealedRow): SealedValue => ({
  kekId: row.kek_id,
  kekVersion: row.kek_version,
  wrappedKey: row.wrapped_key,
  ciphertext: row.ciphertext,
})

/** Nothing where nothing is sealed: the four are null together. */
export function sealedValueIn(
  row: { readonly [Column in keyof SealedRow]: SealedRow[Column] | null } | undefined,
): SealedValue | undefined {
  if (!row) return undefined
  const { kek_id, kek_version, wrapped_key, ciphertext } = row
  if (kek_id === null || kek_version === null || !wrapped_key || !ciphertext) return undefined
  return sealedValue({ kek_id, kek_version, wrapped_key, ciphertext })
}

/** Hashes travel as hex and lie as bytes. */
export const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
