/** What rotation needs of the world: the rows of credentials' slots. */
import type { CredentialKind } from '../../domain/credential/kind.ts'
import type { SlotName } from '../../domain/rotation/slot.ts'
import type { AccountReading } from '../connection/ports.ts'

/** What HubSpot said of a credential when it was last asked. Free of secrets. */
export interface SlotFacts {
  readonly reading: AccountReading
  /** Of an OAuth access token, else `null`. */
  readonly life: { readonly issuedAt: Date; readonly expiresAt: Date } | null
}

/** One of a connection's credentials, without its secrets. */
export interface CredentialSlot {
  readonly connectionId: string
  readonly slot: SlotName
  readonly kind: CredentialKind
  /** `null` for what was stored before there were slots. */
  readonly facts: SlotFacts | null
  /** When it came into the vault; its age is counted from here. */
  readonly storedAt: Date
  /** When it is wiped at the latest; `null` for the current one. */
  readonly endsAt: Date | null
  /** The last reminder that was given, in days before the limit. */
  readonly remindedAtDays: number | null
}

export interface SlotRepository {
  /** Of one connection, or of all. */
  list(connectionId?: string): Promise<readonly CredentialSlot[]>
  get(connectionId: string, slot: SlotName): Promise<CredentialSlot | undefined>
  /** Writes it whatever stood there. */
  put(slot: CredentialSlot): Promise<void>
  remove(connectionId: string, slot: SlotName): Promise<void>
  removeAll(connectionId: string): Promise<void>
}

/** Whether nothing was staged, promoted or gone back to in between. */
export const isSameSlot = (one: CredentialSlot | undefined, other: CredentialSlot): boolean =>
  one?.storedAt.getTime() === other.storedAt.getTime()
