/**
 * Moves a connection's secrets between its slots. A move opens and seals again, since every sealed
 * secret is bound to its place: a row that is renamed in the database does not open.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { CREDENTIAL_KINDS, type CredentialKind } from '../../domain/credential/kind.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { slotField, type SlotName } from '../../domain/rotation/slot.ts'
import type { Services } from '../context.ts'
import type { Repositories } from '../ports.ts'

export type Secrets = Readonly<Record<string, Redacted<string>>>

/** The vault's fields of a kind; an OAuth credential also has the access token that it earned. */
export const fieldsOf = (kind: CredentialKind): readonly string[] => [
  ...CREDENTIAL_KINDS[kind].secretFields,
  ...(kind === 'oauth' ? ['accessToken'] : []),
]

/** What is there of a slot's secrets, by plain field. */
export async function openSlot(
  vault: Services['vault'],
  from: Repositories,
  connectionId: string,
  slot: SlotName,
  kind: CredentialKind,
): Promise<Secrets> {
  const secrets: Record<string, Redacted<string>> = {}
  for (const field of fieldsOf(kind)) {
    const secret = await vault.open(from, connectionId, slotField(slot, field))
    if (secret) secrets[field] = secret
  }
  return secrets
}

/** Seals secrets into a slot; older versions of the same fields are wiped. */
export async function sealSlot(
  vault: Services['vault'],
  tx: Repositories,
  connectionId: string,
  slot: SlotName,
  secrets: Secrets,
): Promise<void> {
  for (const [field, secret] of Object.entries(secrets)) {
    const name = slotField(slot, field)
    const version = await vault.seal(tx, connectionId, name, secret)
    await tx.secrets.removeBelow(connectionId, name, version)
  }
}

/** Wipes whatever is in none of these slots. */
export async function keepOnlySlots(
  tx: Repositories,
  connectionId: string,
  kept: Readonly<Partial<Record<SlotName, CredentialKind>>>,
): Promise<void> {
  const fields = (Object.entries(kept) as [SlotName, CredentialKind][]).flatMap(([slot, kind]) =>
    fieldsOf(kind).map((field) => slotField(slot, field)),
  )
  await tx.secrets.keepOnly(connectionId, fields)
  for (const slot of ['current', 'next', 'previous'] as const)
    if (!(slot in kept)) await tx.slots.remove(connectionId, slot)
}

/** The kinds in the slots that are filled now; the current one is as the connection says. */
export async function kindsOf(
  from: Repositories,
  { id, kind }: Connection,
): Promise<Partial<Record<SlotName, CredentialKind>>> {
  const slots = await from.slots.list(id)
  return {
    ...Object.fromEntries(slots.map((slot) => [slot.slot, slot.kind])),
    current: kind,
  }
}
