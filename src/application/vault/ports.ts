/** What the vault's master keys need of the world: their rows, whoever holds them, what they sealed. */
import type { SealedValue } from '../connection/ports.ts'

/** A master key in this process. The fingerprint tells keys apart and says nothing of the key. */
export interface HeldKey {
  readonly fingerprint: string
  /** Where it was found, in words. */
  readonly source: string
  /**
   * It lies there no more: it opens what it sealed while this process runs, and a restart would not
   * find it, so nothing goes over to it.
   */
  readonly gone: boolean
}

/** The master keys of this process. */
export interface MasterKeys {
  /**
   * After looking once more where keys lie.
   * @throws HubwardError `vault.key_malformed`, `vault.key_exposed`, `vault.key_missing`
   */
  held(): Promise<readonly HeldKey[]>
  /**
   * Fingerprints of the keys that a restart would find. None where a place is not in order, since a
   * restart stops at it.
   */
  lasting(): readonly string[]
  /** A known text sealed by that key as that version; `undefined` where it is not held here. */
  canary(fingerprint: string, version: number): Promise<Uint8Array | undefined>
}

/**
 * `added`: processes may hold it, nothing is sealed with it yet. `active`: the one that seals.
 * `replaced`: opens what is not rewrapped yet.
 */
export type VaultKeyState = 'added' | 'active' | 'replaced'

export interface VaultKey {
  readonly version: number
  readonly fingerprint: string
  readonly state: VaultKeyState
  readonly since: Date
}

export interface CountedVaultKey extends VaultKey {
  /** Values sealed under it, everywhere. */
  readonly sealed: number
}

export interface RetiredVaultKey {
  readonly version: number
  readonly fingerprint: string
  readonly addedAt: Date
  readonly retiredAt: Date
}

/** A running process and the keys that it holds. */
export interface VaultHolder {
  readonly processId: string
  readonly host: string
  readonly fingerprints: readonly string[]
}

export interface VaultKeyRepository {
  /** The one that seals; `undefined` before the first. */
  active(): Promise<VaultKey | undefined>
  get(version: number): Promise<VaultKey | undefined>
  /** Oldest first, each with how much is sealed under it. */
  list(): Promise<readonly CountedVaultKey[]>
  retired(): Promise<readonly RetiredVaultKey[]>
  /** The number that the next key gets: above every one there ever was. */
  nextVersion(): Promise<number>
  add(key: Pick<VaultKey, 'version' | 'fingerprint'>, canary: Uint8Array): Promise<void>
  /**
   * The one that seals until now is replaced by it.
   * @throws HubwardError `vault.no_second_key` where it has gone meanwhile
   */
  activate(version: number): Promise<void>
  /** @throws HubwardError `vault.key_in_use` where anything is sealed under it */
  retire(version: number, at: Date): Promise<void>
  /** Processes that have been heard of within half a minute. */
  holders(): Promise<readonly VaultHolder[]>
  /** Says that a process runs, and what it holds. */
  beat(holder: VaultHolder): Promise<void>
  leave(processId: string): Promise<void>
}

/** A sealed value in its place, locked until the transaction ends. */
export interface SealedRow {
  /** Which of the places where something is sealed. */
  readonly place: string
  /** Of the row, within its place, and in its order. */
  readonly at: string
  readonly rowId: string
  readonly field: string
  readonly version: number
  readonly sealed: SealedValue
}

/** What changes when a sealed value goes under another version of the master key. */
export type Rewrapping = Pick<SealedValue, 'kekVersion' | 'wrappedKey'>

/** Everything that is sealed anywhere, whatever table it lies in. */
export interface SealedRepository {
  /** Names of the places where something can be sealed. */
  readonly places: readonly string[]
  /**
   * Up to `limit` rows of a place after `after`, sealed under another key than `version`; those that
   * another transaction has locked are passed over.
   */
  lock(place: string, version: number, after: string, limit: number): Promise<readonly SealedRow[]>
  /** Only what wraps its data key changes. */
  rewrap(row: SealedRow, sealed: Rewrapping): Promise<void>
}
