/**
 * The automatic way back: HubSpot answered 401 to the credential in use, and the one before the
 * last rotation is still kept. HubSpot is asked about both before anything changes, since a single
 * endpoint may refuse a token that is well; when it cannot be asked, nothing changes. What is done
 * is done for all replicas, by one of them.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { isRefusal, type HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { stateWithCredential } from '../../domain/connection/state-with-credential.ts'
import { ok, type Result } from '../../domain/result.ts'
import { ENDS_AFTER_ROTATION } from '../../domain/rotation/slot.ts'
import { credentialInUse } from '../connection/credential-in-use.ts'
import { keepKnown } from '../connection/keep-known.ts'
import { portalFacts } from '../connection/store-credential.ts'
import { credentialLock, LOCK_WAIT_MS } from '../connection/credential-lock.ts'
import { recordBySystem } from '../connection/record.ts'
import type { Exclusive, HubSpotAccounts, ReservedReads } from '../connection/ports.ts'
import { writeGrant } from '../connection/write-grant.ts'
import type { Services } from '../context.ts'
import { beginHealthAnew } from '../health/begin-anew.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { askSlot, refusesCurrent, type AskAccount } from './ask-slot.ts'
import { isSameSlot, type CredentialSlot, type SlotFacts } from './ports.ts'
import { install } from './promote-credential.ts'
import { changeRefreshToken } from './shared-grant.ts'
import { keepOnlySlots, openSlot, sealSlot, type Secrets } from './slot-secrets.ts'

export type WayBackParts = Pick<
  Services,
  'world' | 'store' | 'vault' | 'oauth' | 'pictures' | 'log'
> & { readonly accounts: HubSpotAccounts; readonly exclusive: Exclusive }

/**
 * For a token that did not end by time: a static one, or one that was earned a moment ago. Afterwards
 * another one may be in the vault, or not.
 *
 * @returns `well` where HubSpot takes the one in use; why HubSpot could not be asked about either, where
 *   that is why nothing changed
 */
export async function goBackIfRefused(
  parts: WayBackParts,
  connection: Connection,
): Promise<HubSpotFailure | 'well' | undefined> {
  const { store, exclusive, accounts } = parts
  if (!(await store.read.slots.get(connection.id, 'previous'))) return undefined
  // Before the lock, which is not for waiting.
  const room = await accounts.reserve(connection, 2)
  try {
    return await exclusive.run(credentialLock(connection.id), LOCK_WAIT_MS, async (held) => {
      const inUse = await credentialInUse(store.read, connection.id)
      const under = { room, held, inUse }
      const previous = await store.read.slots.get(connection.id, 'previous')
      // Whoever held the lock before us has gone back already, or found that there is no way.
      if (!previous?.facts) return undefined
      const now = await store.read.connections.get(connection.id)
      if (!now) return undefined
      const refused = await refusesCurrent(parts, now, asking(under))
      if (refused !== true) return refused || 'well'
      const went = await takeWayBack(parts, now, previous, under)
      return typeof went === 'object' ? went : undefined
    })
  } finally {
    room.end()
  }
}

/** What whoever goes back has: the lock, for as long as it is held, and room to ask HubSpot. */
export interface UnderLock {
  readonly room: ReservedReads
  readonly held: AbortSignal
  /** Which credential is given up: where another one serves meanwhile, nothing is gone back from. */
  readonly inUse: number | null
}

const asking =
  ({ room, held }: UnderLock): AskAccount =>
  (presented) =>
    room.read(presented, held)

/**
 * Goes back if HubSpot still accepts the previous credential for the same portal; one that it refuses
 * is wiped, since it is no way to anywhere.
 *
 * @returns `went`: the previous one is the current one now; `none`: there is no way; `overtaken`:
 *   another one serves meanwhile; else why HubSpot could not be asked, and then nothing changed
 */
export async function takeWayBack(
  parts: WayBackParts,
  now: Connection,
  previous: CredentialSlot,
  under: UnderLock,
  record: Recorder = byItself(parts),
): Promise<'went' | 'none' | 'overtaken' | HubSpotFailure> {
  const { vault, store } = parts
  const kept = previous.facts?.reading ?? now
  const stored = await openSlot(vault, store.read, now.id, 'previous', previous.kind)
  const revived = await revive(parts, previous, stored, under.held)
  if (revived && !revived.ok) return revived.error
  const { secrets, life } = revived?.value ?? { secrets: stored, life: null }
  // HubSpot may have changed the refresh token: whatever the answer, the new one is the way back now.
  await keepRevived(parts, now, previous, { stored, revived: secrets })
  const asked = { ...kept, kind: previous.kind }
  const reading = revived && (await askSlot(asking(under), asked, secrets))
  const unheard = reading && !reading.ok && !isRefusal(reading.error) ? reading.error : undefined
  const isEarned = revived?.ok === true && previous.kind === 'oauth'
  // A grant by which an access token was just earned is alive, and is of the portal that it was of.
  if (unheard && !(isEarned && previous.facts)) return unheard
  // One that HubSpot gives a token for and refuses the token of is no dead one: HubSpot is in disorder.
  if (isEarned && reading && !reading.ok && !unheard) return reading.error
  if (!unheard && (!reading?.ok || reading.value.portalId !== now.portalId)) {
    const wiped = await wipePrevious(parts, now, previous, 'connection.way_back_ended', under.inUse)
    return wiped ? 'none' : 'overtaken'
  }
  const known = reading?.ok ? keepKnown(reading.value, kept) : previous.facts?.reading
  if (!known) return 'none'
  const facts: SlotFacts = { reading: known, life }
  const went = await restore(parts, now, previous, { secrets, facts, inUse: under.inUse }, record)
  return went ? 'went' : 'overtaken'
}

/** Wherever the grant stands now; nothing where it was ended meanwhile. */
async function keepRevived(
  parts: WayBackParts,
  connection: Connection,
  previous: CredentialSlot,
  { stored, revived }: { readonly stored: Secrets; readonly revived: Secrets },
): Promise<void> {
  const { store, vault } = parts
  const { clientId, clientSecret, refreshToken: used } = stored
  const changed = revived['refreshToken']
  if (!clientId || !clientSecret || !used || !changed || changed.equals(used)) return
  const { id } = connection
  const grant = { connection, app: { clientId, clientSecret }, used, changed }
  await writeGrant(parts, grant, () =>
    store.transaction(async (tx) => {
      await tx.connections.getForUpdate(id)
      if (!(await changeRefreshToken(vault, tx, id, 'previous', grant))) return false
      const still = await tx.slots.get(id, 'previous')
      if (isSameSlot(still, previous)) await sealSlot(vault, tx, id, 'previous', revived)
      return true
    }),
  )
}

/** Writes down and tells who went back and why, in the transaction that does it. */
type Recorder = (tx: Repositories, before: Connection, after: Connection) => Promise<void>

const byItself =
  ({ world, log }: WayBackParts): Recorder =>
  async (tx, before, after) => {
    await recordBySystem(tx, world, 'connection.fall_back', before, after)
    await raiseNotice(
      tx,
      { world },
      {
        kind: 'rotation.fell_back',
        facts: { connectionId: after.id },
        links: [`/connections/${after.id}`],
      },
    )
    log.warn({ connectionId: after.id }, 'rotation: HubSpot refuses the new credential; back')
  }

type Revived = { readonly secrets: Secrets; readonly life: SlotFacts['life'] }

/** An OAuth grant is tried by earning an access token with it; `undefined` where HubSpot refuses. */
async function revive(
  { oauth, world }: WayBackParts,
  { kind, facts }: CredentialSlot,
  secrets: Secrets,
  held: AbortSignal,
): Promise<Result<Revived, HubSpotFailure> | undefined> {
  if (kind !== 'oauth') return ok({ secrets, life: null })
  const { clientId, clientSecret, refreshToken } = secrets
  if (!clientId || !clientSecret || !refreshToken || !facts) return undefined
  const app = { clientId, clientSecret }
  const issuedAt = world.now()
  const tokens = await oauth.refresh(facts.reading.baseUrl, app, refreshToken, held)
  if (!tokens.ok) return isRefusal(tokens.error) ? undefined : tokens
  const { accessToken, lifetimeSeconds } = tokens.value
  const expiresAt = new Date(issuedAt.getTime() + lifetimeSeconds * 1000)
  return ok({
    secrets: { ...app, accessToken, refreshToken: tokens.value.refreshToken ?? refreshToken },
    life: { issuedAt, expiresAt },
  })
}

/** @returns false where somebody rotated or ended the connection meanwhile */
async function restore(
  { store, vault, world, pictures }: WayBackParts,
  { id }: Connection,
  previous: CredentialSlot,
  { secrets, facts, inUse }: { secrets: Secrets; facts: SlotFacts; inUse: number | null },
  record: Recorder,
): Promise<boolean> {
  const went = await store.transaction(async (tx) => {
    const before = await tx.connections.getForUpdate(id)
    const still = await tx.slots.get(id, 'previous')
    if (!before || before.state === 'disconnected') return false
    if (!isSameSlot(still, previous)) return false
    // Somebody promoted another one while HubSpot was asked, and was told that calls go on with it.
    if ((await credentialInUse(tx, id)) !== inUse) return false
    await sealSlot(vault, tx, id, 'previous', secrets)
    const endsAt = ENDS_AFTER_ROTATION.has(previous.kind) ? previous.endsAt : null
    await install({ vault }, tx, before, previous, facts, endsAt)
    const next = await tx.slots.get(id, 'next')
    await keepOnlySlots(tx, id, { current: previous.kind, ...(next && { next: next.kind }) })
    const after: Connection = {
      ...before,
      ...portalFacts({ kind: previous.kind, reading: facts.reading }, world.now()),
      ...stateWithCredential(before),
    }
    await tx.connections.update(after)
    await record(tx, before, after)
    await beginHealthAnew(tx, { world }, before, 'another')
    return true
  })
  // It is written; a picture that cannot be read now is read within the second.
  if (went) await pictures.refresh().catch(() => undefined)
  return went
}

/**
 * Wipes the way back, where it is still the one that was looked at.
 *
 * @param inUse where given, only while that credential serves
 * @returns whether it was
 */
export async function wipePrevious(
  { store, world }: Pick<Services, 'store' | 'world'>,
  connection: Connection,
  previous: CredentialSlot,
  action: 'connection.way_back_ended' | 'connection.wipe_previous',
  inUse?: number | null,
): Promise<boolean> {
  return store.transaction(async (tx) => {
    const before = await tx.connections.getForUpdate(connection.id)
    const still = await tx.slots.get(connection.id, 'previous')
    if (!before || !isSameSlot(still, previous)) return false
    if (inUse !== undefined && (await credentialInUse(tx, connection.id)) !== inUse) return false
    const next = await tx.slots.get(before.id, 'next')
    await keepOnlySlots(tx, before.id, { current: before.kind, ...(next && { next: next.kind }) })
    await recordBySystem(tx, world, action, before, before)
    return true
  })
}
