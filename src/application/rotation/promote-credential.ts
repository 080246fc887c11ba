import type { Connection } from '../../domain/connection/connection.ts'
import { stateWithCredential } from '../../domain/connection/state-with-credential.ts'
import { failureError } from '../../domain/connection/hubspot-failure.ts'
import type { CredentialKind } from '../../domain/credential/kind.ts'
import type { ScopeComparison } from '../../domain/rotation/compare-scopes.ts'
import { HubwardError, type ErrorCode } from '../../domain/errors.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import { OVERLAP_MS, type SlotName } from '../../domain/rotation/slot.ts'
import { TABLE } from '../../domain/health/condition.ts'
import { findConnection } from '../access/find.ts'
import { credentialInUse } from '../connection/credential-in-use.ts'
import { changeConnection } from '../connection/change-connection.ts'
import { keepKnown, ofPortal } from '../connection/keep-known.ts'
import type { AccountReading } from '../connection/ports.ts'
import { AGAIN_MS } from '../connection/renewals.ts'
import { demandSamePortal } from '../connection/same-portal.ts'
import { portalFacts } from '../connection/store-credential.ts'
import { authorise, type Context } from '../context.ts'
import { beginHealthAnew } from '../health/begin-anew.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { askSlot, refusesCurrent } from './ask-slot.ts'
import { freshNext, noNext } from './fresh-next.ts'
import type { CredentialSlot, SlotFacts } from './ports.ts'
import { keepOnlySlots, openSlot, sealSlot } from './slot-secrets.ts'
import { compareWith, demandNothingBroken } from './stage-credential.ts'

export interface PromoteCredential {
  /** Id or name. */
  readonly connection: string
  /** Go on although groups lose scopes. */
  readonly acceptLost?: boolean | undefined
  /** The current one may be in strange hands: there shall be no way back to it. */
  readonly suspect?: boolean | undefined
}

export interface PromotedCredential {
  readonly connection: Connection
  readonly comparison: ScopeComparison
  /** Until when a way back is kept: the one before, or that before a refused one; `null`: there is none. */
  readonly wayBackUntil: Date | null
  /** HubSpot refused the one before when it was asked last: nothing should be left to end. */
  readonly beforeRefused: boolean
  /** How the one before is ended at HubSpot, where it is not kept. */
  readonly steps: readonly string[]
}

/**
 * Makes the next credential the current one while calls run, after a last question to HubSpot with
 * it (the canary). The one before is kept for HubSpot's overlap as the way back; whatever was under
 * way with it ends with it, or is sent once more with the new one. Every replica goes over to it
 * within a second.
 *
 * @throws HubwardError `rotation.no_next`, `rotation.scopes_lost`, `connection.portal_mismatch`, and
 *   the `connection.*` code of what HubSpot said to the canary
 */
export async function promoteCredential(
  ctx: Context,
  input: PromoteCredential,
): Promise<PromotedCredential> {
  authorise(ctx, 'secure', 'connection.promote_credential')
  const found = await findConnection(ctx.store.read, input.connection)
  const { reading, stagedAt } = await canary(ctx, found)
  const inUse = await credentialInUse(ctx.store.read, found.id)
  const dead = input.suspect ? 'unheard' : await isDead(ctx, found)
  const now = ctx.world.now()
  let comparison: ScopeComparison = { lost: [], gained: [], broken: [] }
  let wayBackUntil: Date | null = null
  let beforeRefused = false
  let wipedToo = false
  const connection = await changeConnection(
    ctx,
    'secure',
    'connection.promote_credential',
    found.id,
    async (before, tx) => {
      const next = await tx.slots.get(before.id, 'next')
      // Staged again while the canary was out: that one was not asked about.
      if (!next?.facts || next.storedAt.getTime() !== stagedAt.getTime()) throw noNext(before)
      demandSamePortal(before, { reading })
      comparison = await compareWith(tx, before, reading.hubspotScopes, now)
      if (!input.acceptLost) demandNothingBroken(before, comparison)
      // A refused one is no way back: it may be known to others, and would serve again if it were
      // switched on. HubSpot's word of a moment ago counts, and beliefs only where there is none.
      const heard = dead !== 'unheard' && (await credentialInUse(tx, before.id)) === inUse
      const isDeadNow = dead === 'refused' || dead === 'app_refused'
      const refused = heard ? isDeadNow : await isBelievedRefused(tx, before)
      const current = await tx.slots.get(before.id, 'current')
      // Revoked here, it is wiped, and HubSpot may accept it still.
      beforeRefused = refused && dead !== 'app_refused' && !input.suspect && current !== undefined
      // Of a refused one that before it may still be good: HubSpot was not heard about it.
      const earlier = await tx.slots.get(before.id, 'previous')
      const open = !input.suspect && refused ? earlier : undefined
      wipedToo = input.suspect === true && earlier !== undefined
      const isKept = !input.suspect && !refused && current
      wayBackUntil = isKept ? overlapOf(current, next.storedAt) : (open?.endsAt ?? null)
      if (isKept && wayBackUntil) await keepAsPrevious(ctx, tx, before, wayBackUntil)
      const previous = isKept ? before.kind : open?.kind
      await install(ctx, tx, before, next, { ...next.facts, reading })
      const kept = { current: next.kind, ...(previous && { previous }) }
      await keepOnlySlots(tx, before.id, kept)
      await beginHealthAnew(tx, ctx, before, 'another')
      await raiseNotice(tx, ctx, {
        kind: 'rotation.promoted',
        facts: { connectionId: before.id },
        links: [`/connections/${before.id}`],
      })
      return {
        ...before,
        ...portalFacts({ kind: next.kind, reading }, now),
        ...stateWithCredential(before),
      }
    },
  )
  const steps =
    wayBackUntil || beforeRefused
      ? []
      : [...stepsAfter(found.kind, connection.kind), ...(wipedToo ? [THAT_BEFORE_IT] : [])]
  return { connection, comparison, wayBackUntil, beforeRefused, steps }
}

/** From when the next one came here, since it was rotated before; and what ends sooner is no way back for longer. */
const overlapOf = ({ endsAt }: CredentialSlot, rotatedAt: Date): Date =>
  new Date(Math.min(rotatedAt.getTime() + OVERLAP_MS, endsAt?.getTime() ?? Infinity))

/** The new one may be of the same key or app: what ends that ends the new one too. */
const stepsAfter = (before: CredentialKind, now: CredentialKind): readonly string[] =>
  before === now ? CREDENTIAL_STEPS[before].endBefore : CREDENTIAL_STEPS[before].end

const THAT_BEFORE_IT =
  'The one before that was kept as the way back and is wiped here too: end it likewise, if HubSpot still shows it.'

/** `app_refused`: its client secret is dead, and its grant may live on with the next one. */
type Heard = 'refused' | 'app_refused' | 'taken' | 'unheard'

/** HubSpot's word on the one in use. */
async function isDead(ctx: Context, found: Connection): Promise<Heard> {
  const askOnce = () => refusesCurrent(ctx, found, (one) => ctx.accounts.read(one, found))
  const ask = async () => {
    const told = await askOnce()
    if (told !== true) return told
    // What it is given up for is asked twice.
    await ctx.world.sleep(AGAIN_MS)
    return askOnce()
  }
  if (found.kind !== 'oauth') {
    const told = await ask()
    return told === true ? 'refused' : told === false ? 'taken' : 'unheard'
  }
  // An access token may have ended alone, and may outlive its grant: it is a refresh that tells.
  try {
    const token = await ctx.credentials.bearer(found)
    if ((await ask()) !== true) return 'unheard'
    // That of its first minute no refresh would cure: HubSpot's word on it was about the grant.
    if ((await ctx.credentials.renew(found, token)) !== 'another')
      return (await askOnce()) === false ? 'unheard' : 'refused'
    await ctx.credentials.bearer(found)
    return 'unheard'
  } catch (thrown) {
    if (!(thrown instanceof HubwardError && REFUSALS.has(thrown.code))) return 'unheard'
    return thrown.facts['reason'] === 'app_refused' ? 'app_refused' : 'refused'
  }
}

async function isBelievedRefused(tx: Repositories, before: Connection): Promise<boolean> {
  const { diagnosis, suspicion } = (await tx.health.getForUpdate(before)).vital
  return (
    before.state === 'needs_reauth' ||
    TABLE[diagnosis.condition].stops ||
    (suspicion ?? { diagnosis }).diagnosis.condition === 'in_doubt'
  )
}

const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'connection.in_doubt',
  'connection.needs_reauth',
  'connection.oauth_app_refused',
])

/** The next one as it is now, not as it was when it was staged. */
async function canary(
  ctx: Context,
  connection: Connection,
): Promise<{ reading: AccountReading; stagedAt: Date }> {
  const next = await ctx.store.read.slots.get(connection.id, 'next')
  if (!next?.facts) throw noNext(connection)
  const secrets = await freshNext(ctx, connection, next)
  const asked = { ...next.facts.reading, kind: next.kind }
  const reading = await askSlot(
    (presented) => ctx.accounts.read(presented, connection),
    asked,
    secrets,
  )
  if (!reading) throw noNext(connection)
  if (!reading.ok) throw failureError(reading.error)
  const known = keepKnown(reading.value, next.facts.reading)
  return { reading: keepKnown(known, ofPortal(connection)), stagedAt: next.storedAt }
}

async function keepAsPrevious(
  ctx: Context,
  tx: Repositories,
  before: Connection,
  endsAt: Date,
): Promise<void> {
  const current = await tx.slots.get(before.id, 'current')
  await moveInto(ctx, tx, before, 'current', 'previous')
  await tx.slots.put({
    connectionId: before.id,
    slot: 'previous',
    kind: before.kind,
    facts: { reading: readingOf(before), life: null },
    storedAt: current?.storedAt ?? before.createdAt,
    endsAt,
    remindedAtDays: null,
  })
}

async function moveInto(
  { vault }: Pick<Context, 'vault'>,
  tx: Repositories,
  { id, kind }: Pick<Connection, 'id' | 'kind'>,
  from: SlotName,
  into: SlotName,
): Promise<void> {
  await sealSlot(vault, tx, id, into, await openSlot(vault, tx, id, from, kind))
}

/**
 * Makes the secrets of a slot the ones that serve calls.
 *
 * @param endsAt when HubSpot may end them
 */
export async function install(
  parts: Pick<Context, 'vault'>,
  tx: Repositories,
  { id }: Connection,
  { slot, kind, storedAt }: CredentialSlot,
  { reading, life }: SlotFacts,
  endsAt: Date | null = null,
): Promise<void> {
  await moveInto(parts, tx, { id, kind }, slot, 'current')
  if (life) await tx.oauth.begin({ connectionId: id, ...life })
  else await tx.oauth.end(id)
  await tx.slots.put({
    connectionId: id,
    slot: 'current',
    kind,
    facts: { reading, life },
    storedAt,
    endsAt,
    remindedAtDays: null,
  })
}

const readingOf = (connection: Connection): AccountReading => ({
  baseUrl: connection.baseUrl,
  portalId: connection.portalId,
  portalName: connection.portalName,
  accountType: connection.accountType,
  hublet: connection.hublet,
  uiDomain: connection.uiDomain,
  timeZone: connection.timeZone,
  hubspotUserId: connection.hubspotUserId,
  hubspotAppId: connection.hubspotAppId,
  hubspotScopes: connection.hubspotScopes,
  customObjectTypes: connection.customObjectTypes,
  notices: [],
})
