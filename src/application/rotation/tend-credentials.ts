/**
 * What happens to credentials by the mere passing of time: a next one that nobody promoted is
 * wiped, a previous one when HubSpot's overlap is over or HubSpot refuses it, and the age of the
 * current one is spoken of. A job, once over all replicas; it may run at any time and any number
 * of times.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { isRefusal } from '../../domain/connection/hubspot-failure.ts'
import { daysUntil, reminderAt, rotateBy } from '../../domain/rotation/age.ts'
import { recordBySystem } from '../connection/record.ts'
import { authorise, type Context, type Services } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { askSlot } from './ask-slot.ts'
import { isSameSlot, type CredentialSlot } from './ports.ts'
import { keepOnlySlots, kindsOf, openSlot } from './slot-secrets.ts'
import { wipePrevious } from './way-back.ts'

/**
 * Each reminder is given once per credential, as a notice. One credential that cannot be tended (its
 * row does not open, say) is logged and keeps no other from being tended.
 */
export async function tendCredentials(ctx: Context, signal?: AbortSignal): Promise<void> {
  authorise(ctx, 'secure', 'credentials.tend')
  for (const slot of await ctx.store.read.slots.list()) {
    signal?.throwIfAborted()
    const { connectionId, slot: name } = slot
    const connection = await ctx.store.read.connections.get(connectionId)
    if (!connection || connection.state === 'disconnected') continue
    await TENDS[name](ctx, connection, slot).catch((err: unknown) =>
      ctx.log.error({ err, connectionId, slot: name }, 'rotation: a credential was not tended'),
    )
  }
}

type TendParts = Pick<Services, 'world' | 'store' | 'vault' | 'accounts' | 'rotation'>

type Tend = (parts: TendParts, connection: Connection, slot: CredentialSlot) => Promise<void>

const TENDS: Readonly<Record<CredentialSlot['slot'], Tend>> = {
  next: async (parts, connection, slot) => {
    if (isOver(parts, slot)) await wipeNext(parts, connection, slot)
  },
  previous: async (parts, connection, slot) => {
    if (isOver(parts, slot)) await wipePrevious(parts, connection, slot, 'connection.wipe_previous')
    else if (await isRefused(parts, connection, slot))
      await wipePrevious(parts, connection, slot, 'connection.way_back_ended')
  },
  current: remind,
}

const isOver = ({ world }: Pick<TendParts, 'world'>, { endsAt }: CredentialSlot): boolean =>
  endsAt !== null && endsAt <= world.now()

/** An OAuth grant is not tried: earning a token with it may change it. */
async function isRefused(
  { vault, store, accounts }: TendParts,
  connection: Connection,
  { kind, facts }: CredentialSlot,
): Promise<boolean> {
  if (kind === 'oauth') return false
  const secrets = await openSlot(vault, store.read, connection.id, 'previous', kind)
  const asked = { ...(facts?.reading ?? connection), kind }
  const reading = await askSlot((one) => accounts.read(one, connection), asked, secrets)
  return reading !== undefined && !reading.ok && isRefusal(reading.error)
}

async function wipeNext(
  { store, world }: TendParts,
  { id }: Connection,
  slot: CredentialSlot,
): Promise<void> {
  await store.transaction(async (tx) => {
    const before = await tx.connections.getForUpdate(id)
    const still = await tx.slots.get(id, 'next')
    if (!before || still?.storedAt.getTime() !== slot.storedAt.getTime()) return
    const { next: _wiped, ...kept } = await kindsOf(tx, before)
    await keepOnlySlots(tx, id, kept)
    await recordBySystem(tx, world, 'connection.wipe_next', before, before)
  })
}

async function remind(
  { store, world, rotation }: TendParts,
  { id }: Connection,
  slot: CredentialSlot,
): Promise<void> {
  if (isOver({ world }, slot)) return outlived({ store }, slot)
  const due = rotateBy(slot, rotation.maxAgeDays)
  const reminder = reminderAt(due, world.now())
  if (due === null || reminder === null || reminder >= (slot.remindedAtDays ?? Infinity)) return
  await store.transaction(async (tx) => {
    const still = await tx.slots.get(id, 'current')
    if (still?.storedAt.getTime() !== slot.storedAt.getTime()) return
    if (still.remindedAtDays !== slot.remindedAtDays) return
    await tx.slots.put({ ...still, remindedAtDays: reminder })
    const links = [`/connections/${id}`]
    const days = daysUntil(due, world.now())
    const endsBy = due.getTime() === slot.endsAt?.getTime()
    if (endsBy)
      return raiseNotice(
        tx,
        { world },
        { kind: 'rotation.ends', facts: { connectionId: id, endsAt: due }, links },
      )
    await (days > 0
      ? raiseNotice(
          tx,
          { world },
          {
            kind: 'rotation.due',
            facts: { connectionId: id, days, dueAt: due },
            links,
          },
        )
      : raiseNotice(
          tx,
          { world },
          {
            kind: 'rotation.overdue',
            facts: { connectionId: id, dueAt: due },
            links,
          },
        ))
  })
}

/** HubSpot did not end it, or the monitor tells that it did: its age counts again. */
const outlived = ({ store }: Pick<TendParts, 'store'>, slot: CredentialSlot): Promise<void> =>
  store.transaction(async (tx) => {
    const still = await tx.slots.get(slot.connectionId, 'current')
    if (still && isSameSlot(still, slot))
      await tx.slots.put({ ...still, endsAt: null, remindedAtDays: null })
  })
