/** A master key as the audit shows it: by its fingerprint. */
import type { VaultKey } from './ports.ts'

export const keyRecord = ({ version, fingerprint, state }: VaultKey) => ({
  version,
  fingerprint,
  state,
})
