/** One row per credential of a connection: which slot, how old, what HubSpot said. No secrets. */
import type { CredentialSlot, SlotFacts, SlotRepository } from '../../application/rotation/ports.ts'
import type { Database } from './pool.ts'

export function slotRepository(db: Database): SlotRepository {
  const all = () => db.selectFrom('credential_slot').selectAll()
  return {
    list: async (connectionId) => {
      const query =
        connectionId === undefined ? all() : all().where('connection_id', '=', connectionId)
      return (await query.orderBy('connection_id').orderBy('slot').execute()).map(slotOf)
    },
    get: async (connectionId, slot) => {
      const found = await all()
        .where('connection_id', '=', connectionId)
        .where('slot', '=', slot)
        .executeTakeFirst()
      return found && slotOf(found)
    },
    put: async (slot) => {
      await db
        .insertInto('credential_slot')
        .values({ connection_id: slot.connectionId, slot: slot.slot, ...row(slot) })
        .onConflict((clash) => clash.columns(['connection_id', 'slot']).doUpdateSet(row(slot)))
        .execute()
    },
    remove: async (connectionId, slot) => {
      await db
        .deleteFrom('credential_slot')
        .where('connection_id', '=', connectionId)
        .where('slot', '=', slot)
        .execute()
    },
    removeAll: async (connectionId) => {
      await db.deleteFrom('credential_slot').where('connection_id', '=', connectionId).execute()
    },
  }
}

export interface SlotRow {
  connection_id: string
  slot: CredentialSlot['slot']
  kind: CredentialSlot['kind']
  facts: StoredFacts | null
  stored_at: Date
  ends_at: Date | null
  reminded_at_days: number | null
}

/** As JSON has it: dates are texts. */
interface StoredFacts {
  readonly reading: SlotFacts['reading']
  readonly life: { readonly issuedAt: string; readonly expiresAt: string } | null
}

const row = (slot: CredentialSlot) => ({
  kind: slot.kind,
  facts: slot.facts && JSON.stringify(slot.facts),
  stored_at: slot.storedAt,
  ends_at: slot.endsAt,
  reminded_at_days: slot.remindedAtDays,
})

const slotOf = (found: SlotRow): CredentialSlot => ({
  connectionId: found.connection_id,
  slot: found.slot,
  kind: found.kind,
  facts: found.facts && {
    reading: found.facts.reading,
    life: found.facts.life && {
      issuedAt: new Date(found.facts.life.issuedAt),
      expiresAt: new Date(found.facts.life.expiresAt),
    },
  },
  storedAt: found.stored_at,
  endsAt: found.ends_at,
  remindedAtDays: found.reminded_at_days,
})
