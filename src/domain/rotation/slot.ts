/**
 * The slots of a connection's credential: the one that serves calls, the one that waits, and the
 * one that was replaced and is the way back while HubSpot still accepts it.
 */
import type { CredentialKind } from '../credential/kind.ts'

export const CREDENTIAL_SLOTS = ['current', 'next', 'previous'] as const

export type SlotName = (typeof CREDENTIAL_SLOTS)[number]

/** The vault's name of a secret in a slot; the current one's is the plain field. */
export const slotField = (slot: SlotName, field: string): string =>
  slot === 'current' ? field : `${slot}:${field}`

const DAY_MS = 24 * 60 * 60_000

/** HubSpot lets a rotated token work for 7 days where "expire later" was chosen (facts §1). */
export const OVERLAP_MS = 7 * DAY_MS

/**
 * Of which kinds HubSpot ends the one before a rotation by itself. It is not known whether a key was
 * rotated there, or another one was made: what may end is taken to.
 */
export const ENDS_AFTER_ROTATION: ReadonlySet<CredentialKind> = new Set([
  'service_key',
  'private_app',
  'static_app',
])

/** A token that nobody promoted is not kept lying about. */
export const NEXT_KEPT_MS = DAY_MS
