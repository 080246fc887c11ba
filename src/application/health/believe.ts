/**
 * Takes one look into what is believed of a connection. A change of belief is one transaction: the
 * new period, the audit record, the notice, and the connection's own state where HubSpot would
 * refuse every call anyway, or accepts them again.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { describe, TABLE, type Condition, type Diagnosis } from '../../domain/health/condition.ts'
import { diagnose } from '../../domain/health/diagnose.ts'
import { nextLook, step, type Vital } from '../../domain/health/vital.ts'
import { healthKind } from '../../domain/notice/health-kinds.ts'
import { recordChange } from '../change.ts'
import { credentialInUse } from '../connection/credential-in-use.ts'
import { connectionRecord } from '../connection/record.ts'
import type { Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { diagnosisRecord } from './diagnosis-record.ts'
import type { Gathered } from './gather.ts'
import type { HealthRecord, Witness } from './ports.ts'

/** As long as a live call bears out what a look sees. */
const WITNESS_MS = 60_000
/** Every replica uses another credential within a second; calls that are under way end soon after. */
const GOES_OVER_MS = 5_000

export async function believe(
  ctx: Context,
  looked: Connection,
  { evidence, latencyMs, outcome }: Gathered,
  /** Which credential was looked at. */
  inUse: number | null,
): Promise<void> {
  const { at } = evidence
  const seen = diagnose(evidence)
  const stateChanged = await ctx.store.transaction(async (tx) => {
    const current = await tx.connections.getForUpdate(looked.id)
    if (!current || isOverTaken(looked, current)) return false
    if ((await credentialInUse(tx, current.id)) !== inUse) return false
    const before = await tx.health.getForUpdate(current)
    const { vital, change } = step(before.vital, seen, witnesses(before, current, seen, at), at)
    await tx.health.save(
      { ...before, vital, seenAt: at, outcome, latencyMs: latencyMs ?? before.latencyMs },
      nextLook(vital, at, (ctx.world.randomBytes(1)[0] ?? 0) / 255),
    )
    if (change || before.seenAt === null)
      await tx.health.turn(current.id, vital.diagnosis, vital.since)
    if (change) return tell(tx, ctx, current, change, vital)
    if (await isStillRefused(tx, current, vital, seen))
      return changeState(tx, ctx, current, stateAfter(current, vital.diagnosis))
    const learned = { from: before.vital.diagnosis, to: vital.diagnosis }
    if (isWhyItStands(current, learned)) return tellWhy(tx, ctx, current, learned)
    return (await worksAgain(tx, current, before, seen)) && recover(tx, ctx, current, at)
  })
  if (!stateChanged) return
  ctx.credentials.forget(looked.id)
  // It is written; a picture that cannot be read now is read within the second.
  await ctx.pictures.refresh().catch(() => undefined)
}

/** Somebody ended it or gave it another credential while we looked: what we saw is of the old one. */
const isOverTaken = (looked: Connection, current: Connection): boolean =>
  current.state === 'disconnected' || current.checkedAt.getTime() !== looked.checkedAt.getTime()

/** An admin who just looked and found it well, or a live call that met the same. */
function witnesses(
  { vital, witness, witnessedAt }: HealthRecord,
  connection: Connection,
  seen: Diagnosis,
  at: Date,
): number {
  if (seen.condition === 'healthy') return connection.checkedAt > vital.since ? 1 : 0
  // A call from before the credential was changed, or under way then, met another one.
  const changedBy = connection.checkedAt.getTime() + GOES_OVER_MS
  if (!witness || !witnessedAt || witnessedAt.getTime() <= changedBy) return 0
  if (at.getTime() - witnessedAt.getTime() > WITNESS_MS) return 0
  return BEARS_OUT[witness].includes(seen.condition) ? 1 : 0
}

const BEARS_OUT: Readonly<Record<Witness, readonly Condition[]>> = {
  unauthorised: ['expired', 'revoked', 'in_doubt'],
  creator_refused: ['creator_deactivated'],
  migrating: ['portal_migrating'],
  wrong_hublet: ['wrong_hublet'],
  rate_limited: ['rate_exhausted'],
  server_error: ['hubspot_down'],
  unreached: ['network_here', 'hubspot_down'],
}

/** @returns whether the connection's own state changed */
async function tell(
  tx: Repositories,
  ctx: Context,
  connection: Connection,
  change: { readonly from: Diagnosis; readonly to: Diagnosis },
  vital: Vital,
): Promise<boolean> {
  const { from, to } = change
  await recordChange(tx, ctx, {
    action: 'health.change',
    targetKind: 'connection',
    targetId: connection.id,
    targetName: connection.name,
    connectionId: connection.id,
    before: diagnosisRecord(from),
    after: { ...diagnosisRecord(to), since: vital.since.toISOString() },
  })
  const after = (await hasWayBack(tx, connection, to)) ? connection : stateAfter(connection, to)
  // What the refresh of a token found out was told when it did.
  if (!(TABLE[to.condition].stops && connection.state === 'needs_reauth'))
    await raiseNotice(tx, ctx, {
      kind: healthKind(to.condition),
      facts: { connectionId: connection.id, since: vital.since },
      links: [`/connections/${connection.id}`],
    })
  return after !== connection && changeState(tx, ctx, connection, after)
}

interface Learned {
  readonly from: Diagnosis
  readonly to: Diagnosis
}

/** HubSpot's security activity may tell only later how a key ended: what callers are told follows. */
const isWhyItStands = ({ state, stateReason }: Connection, { from, to }: Learned): boolean =>
  state === 'needs_reauth' && stateReason === describe(from) && stateReason !== describe(to)

async function tellWhy(
  tx: Repositories,
  ctx: Context,
  connection: Connection,
  { from, to }: Learned,
): Promise<true> {
  await tx.connections.update({ ...connection, stateReason: describe(to) })
  await recordChange(tx, ctx, {
    action: 'health.change',
    targetKind: 'connection',
    targetId: connection.id,
    targetName: connection.name,
    connectionId: connection.id,
    before: diagnosisRecord(from),
    after: diagnosisRecord(to),
  })
  return true
}

async function changeState(
  tx: Repositories,
  ctx: Context,
  before: Connection,
  after: Connection,
): Promise<true> {
  await tx.connections.update(after)
  await recordChange(tx, ctx, {
    action: after.state === 'active' ? 'connection.recover' : 'connection.needs_reauth',
    targetKind: 'connection',
    targetId: after.id,
    targetName: after.name,
    connectionId: after.id,
    before: connectionRecord(before),
    after: connectionRecord(after),
  })
  return true
}

/**
 * Whether the credential of a connection that something else stopped (a refused refresh, a recheck),
 * while here it was believed to be accepted, was seen accepted twice in a row since then. Of OAuth only
 * a token that was issued afterwards tells anything: an older one lives on when its grant has ended.
 */
async function worksAgain(
  tx: Repositories,
  { id, kind, state, checkedAt }: Connection,
  { vital, seenAt, witnessedAt }: HealthRecord,
  seen: Diagnosis,
): Promise<boolean> {
  if (state !== 'needs_reauth' || !TABLE[seen.condition].accepted) return false
  const stopped = witnessedAt && witnessedAt > checkedAt ? witnessedAt : checkedAt
  const acceptedBefore = TABLE[vital.diagnosis.condition].accepted && vital.suspicion === null
  if (!acceptedBefore || seenAt === null || seenAt <= stopped) return false
  const life = kind === 'oauth' ? await tx.oauth.life(id) : null
  return life === null || (life !== undefined && life.issuedAt > stopped)
}

async function recover(
  tx: Repositories,
  ctx: Context,
  connection: Connection,
  since: Date,
): Promise<true> {
  await raiseNotice(tx, ctx, {
    kind: healthKind('healthy'),
    facts: { connectionId: connection.id, since },
    links: [`/connections/${connection.id}`],
  })
  return changeState(tx, ctx, connection, { ...connection, state: 'active', stateReason: null })
}

/** While the credential before is kept, each call asks whether it takes the place of the refused one. */
const hasWayBack = async (tx: Repositories, { id }: Connection, to: Diagnosis): Promise<boolean> =>
  TABLE[to.condition].stops && (await tx.slots.get(id, 'previous')) !== undefined

/**
 * Told already, and not stopped for a way back that has ended since. Another credential is believed in
 * anew (`begin-anew.ts`).
 */
const isStillRefused = async (
  tx: Repositories,
  connection: Connection,
  { diagnosis }: Vital,
  seen: Diagnosis,
): Promise<boolean> =>
  connection.state === 'active' &&
  TABLE[diagnosis.condition].stops &&
  TABLE[seen.condition].stops &&
  !(await hasWayBack(tx, connection, diagnosis))

/** Only a credential's end stops calls, and only its return lets them flow again. */
function stateAfter(connection: Connection, to: Diagnosis): Connection {
  if (TABLE[to.condition].stops && connection.state === 'active')
    return { ...connection, state: 'needs_reauth', stateReason: describe(to) }
  if (TABLE[to.condition].accepted && connection.state === 'needs_reauth')
    return { ...connection, state: 'active', stateReason: null }
  return connection
}
