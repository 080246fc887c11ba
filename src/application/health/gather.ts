/**
 * Gathers the evidence of one connection: asks HubSpot as it, within the portal's allowance, and
 * where HubSpot was not reached or has trouble, looks whether anything else fares better.
 */
import { isCovered } from '../../domain/hubspot/hubspot-scopes.ts'
import type { BudgetName } from '../../domain/budget/buckets.ts'
import { midnightsAround } from '../../domain/budget/day.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { TABLE } from '../../domain/health/condition.ts'
import { askedByFailure } from '../../domain/health/asked-by-failure.ts'
import type { Asked, Elsewhere, Evidence } from '../../domain/health/evidence.ts'
import type { KeyEventMeaning } from '../../domain/health/key-events.ts'
import { findConnection } from '../access/find.ts'
import { earnAnew } from '../connection/ask-in-use.ts'
import { presentedAs } from '../connection/presented.ts'
import { MOST_RENEWALS } from '../connection/renewals.ts'
import type { Context } from '../context.ts'
import type { BudgetRequest, Renewed } from '../ports.ts'
import type { HealthRecord, KeyEvent, Look, Outcome } from './ports.ts'

export interface Gathered {
  readonly evidence: Evidence
  readonly latencyMs: number | null
  /** `null` where HubSpot was not asked at all: nothing to ask with, or none of the allowance left. */
  readonly outcome: Outcome | null
}

/** How long a look waits for its turn; then live calls need the allowance more. */
const PATIENCE_MS = 5_000
/** As long as another connection's look says something about now. */
const FRESH_MS = 45_000
/** As long a refusal is not believed while the credential before may still take the place of this one. */
const WAY_BACK_MS = 10 * 60_000
/** As long as a live call that was refused for the key's maker is remembered. */
const REFUSED_MS = 24 * 60 * 60_000

/**
 * @returns `undefined` where nothing can be concluded yet: the portal is so busy with live calls that
 *   none was left for a look
 */
export async function gather(
  ctx: Context,
  connection: Connection,
  health: HealthRecord | undefined,
): Promise<Gathered | undefined> {
  const looked = await look(ctx, connection, health)
  if (looked === 'undecided') return undefined
  const { asked, scopes, latencyMs } = looked
  const now = ctx.world.now()
  const outcome = outcomeOf(looked)
  if (outcome === 'unreached' || outcome === 'error')
    await ctx.store.read.health.hurryOthers(connection.id, 15)
  const picture = await ctx.pictures.current()
  const granted = picture
    .grantsOfConnection(connection.id)
    .filter(({ expiresAt }) => !expiresAt || expiresAt > now)
    .flatMap((grant) => grant.scopes)
  const held = connection.hubspotScopes
  return {
    outcome,
    latencyMs,
    evidence: {
      at: now,
      asked,
      scopesNow: scopes,
      scopesBefore: held,
      affects: (missing) => {
        const left = held.filter((scope) => !missing.includes(scope))
        return [...new Set(granted)].filter(
          (scope) => isCovered(scope, held) && !isCovered(scope, left),
        )
      },
      portalId: connection.portalId,
      dayEndsAt: new Date(midnightsAround(now.getTime(), connection.timeZone)[2] ?? now.getTime()),
      elsewhere: await elsewhere(ctx, connection, outcome),
      keyEvent: keyEventSince(
        await ctx.store.read.health.keyEvents(connection.id, 50),
        connection.checkedAt,
        asked,
      ),
      creatorRefused: isRecent(health?.creatorRefusedAt, connection, now),
    },
  }
}

const isRecent = (at: Date | null | undefined, { checkedAt }: Connection, now: Date): boolean =>
  at !== null && at !== undefined && at > checkedAt && now.getTime() - at.getTime() < REFUSED_MS

/**
 * Which event matters is the newest that can end a key or its maker, after a person last looked. Of a
 * key that HubSpot refuses, one that names it as ended goes before what its maker did since; of one that
 * it takes, what became of its maker.
 */
function keyEventSince(
  events: readonly KeyEvent[],
  since: Date,
  asked: Asked,
): KeyEventMeaning | null {
  const telling = events.filter(({ at, meaning }) => at > since && TELLING.has(meaning))
  const end =
    asked.kind === 'refused' &&
    telling.find(({ meaning, concern }) => concern === 'this' && ENDS_A_KEY.has(meaning))
  const newest =
    asked.kind === 'refused' ? telling : telling.filter(({ meaning }) => !ENDS_A_KEY.has(meaning))
  return (end || newest[0])?.meaning ?? null
}

const ENDS_A_KEY: ReadonlySet<KeyEventMeaning> = new Set(['rotated', 'deactivated', 'uninstalled'])

const TELLING: ReadonlySet<KeyEventMeaning> = new Set([
  ...ENDS_A_KEY,
  'creator_removed',
  'creator_demoted',
  'creator_restored',
])

type Looked = Omit<Look, 'answer' | 'latencyMs'> & { readonly latencyMs: number | null }

const IN_DOUBT = { asked: { kind: 'in_doubt' } } as const

const only = (asked: Asked): Looked => ({ asked, scopes: null, latencyMs: null })

async function look(
  ctx: Context,
  connection: Connection,
  health: HealthRecord | undefined,
): Promise<Looked | 'undecided'> {
  const room: BudgetRequest = {
    connection,
    buckets: ['burst', 'daily'],
    lane: 'bulk',
    groupId: 'health',
    patienceMs: PATIENCE_MS,
    // More may have been bought, and of the day's last calls people have some that bulk has not.
    despiteDay: true,
  }
  // One for the account, whose answer tells of the allowance, and one for the token's holder.
  const [taken, beside] = await Promise.all([ctx.budget.take(room), ctx.budget.take(room)])
  if (!taken.ok) {
    if (beside.ok) beside.value.cancel()
    const { budget: bucket, retryAfterMs } = taken.error
    // A 429 closes the bucket here too: then its being closed is HubSpot's word, not our own hurry.
    return seenExhausted(health)
      ? only({ kind: 'rate_limited', bucket, retryAfterMs })
      : 'undecided'
  }
  const allowance = taken.value
  try {
    const { seen, renewed } = await lookAs(ctx, connection)
    if (seen.answer) allowance.settle({ ...seen.answer, ...refusedBucket(seen.asked) })
    else allowance.lost()
    return renewed === 'in_doubt' && mayDoubt(ctx, health) ? { ...seen, ...IN_DOUBT } : seen
  } catch (error) {
    allowance.cancel()
    const told = askedOf(error)
    if (told?.kind === 'grant_ended' && (await isWiped(ctx, connection)))
      return only({ kind: 'wiped_here' })
    if (isDoubt(error) && mayDoubt(ctx, health)) return only(IN_DOUBT.asked)
    if (told) return only(told)
    throw error
  } finally {
    if (beside.ok) beside.value.lost()
  }
}

/** Nothing but a revocation here leaves a connection without what its credential hangs on. */
const isWiped = async ({ store }: Context, { id, kind }: Connection): Promise<boolean> =>
  (await store.read.secrets.current(id, kind === 'oauth' ? 'refreshToken' : 'token')) === undefined

const seenExhausted = (health: HealthRecord | undefined): boolean =>
  (health?.vital.suspicion?.diagnosis ?? health?.vital.diagnosis)?.condition === 'rate_exhausted'

/** Which bucket HubSpot's 429 is about, so that no other one is closed. */
const refusedBucket = (asked: Asked): { readonly refused?: BudgetName } =>
  asked.kind === 'rate_limited' && asked.bucket !== 'unknown' ? { refused: asked.bucket } : {}

/** A refused token is given up and another one tried, where there is one, as a live call would. */
async function lookAs(
  ctx: Context,
  connection: Connection,
): Promise<{ readonly seen: Look; readonly renewed?: Renewed }> {
  await earnAnew(ctx, connection)
  for (let renewals = 0, asked = connection; ; renewals++) {
    const token = await ctx.credentials.bearer(asked)
    const seen = await ctx.health.look(await presentedAs(ctx, asked, token))
    if (!isRefused(seen) || renewals === MOST_RENEWALS) return { seen }
    const renewed = await ctx.credentials.renew(asked, token)
    if (renewed !== 'another') return { seen, renewed }
    // It may be of another kind now.
    asked = await findConnection(ctx.store.read, connection.id)
  }
}

const isRefused = ({ asked }: Look): boolean => asked.kind === 'refused' || asked.kind === 'expired'

const isDoubt = (error: unknown): boolean =>
  error instanceof HubwardError && error.code === 'connection.in_doubt'

/**
 * HubSpot was asked in vain about the one before, which may take the place of the refused one. It is
 * asked again with the next call and the next look: for ten minutes that is what is believed.
 */
function mayDoubt({ world }: Context, health: HealthRecord | undefined): boolean {
  if (!health) return false
  const { diagnosis, since, suspicion } = health.vital
  const doubts = (suspicion?.diagnosis ?? diagnosis).condition === 'in_doubt'
  const begun = doubts ? (diagnosis.condition === 'in_doubt' ? since : suspicion?.since) : undefined
  // Once it is suspected for more, or believed, looks go on as they do.
  return begun ? world.now().getTime() - begun.getTime() < WAY_BACK_MS : !isEnd(health)
}

const isEnd = ({ vital: { diagnosis, suspicion } }: HealthRecord): boolean =>
  TABLE[(suspicion?.diagnosis ?? diagnosis).condition].stops

/** What stopped us before HubSpot's API was asked: the token endpoint's word, or an empty vault. */
function askedOf(error: unknown): Asked | undefined {
  if (!(error instanceof HubwardError)) return undefined
  if (error.code === 'connection.needs_reauth') return { kind: 'grant_ended' }
  if (!error.code.startsWith('connection.')) return undefined
  return askedByFailure(error.facts as unknown as HubSpotFailure)
}

/** What others conclude from: that HubSpot's API answered is said only where it did. */
function outcomeOf({ asked: { kind }, latencyMs }: Looked): Outcome | null {
  if (kind === 'unreached' || kind === 'not_hubspot') return 'unreached'
  if (kind === 'server_error') return 'error'
  return latencyMs === null ? null : 'answered'
}

async function elsewhere(
  ctx: Context,
  connection: Connection,
  outcome: Outcome | null,
): Promise<Elsewhere> {
  if (outcome === null || outcome === 'answered') return NOTHING_ELSE
  const since = ctx.world.now().getTime() - FRESH_MS
  const picture = await ctx.pictures.current()
  const others = (await ctx.store.read.health.list()).filter(
    ({ connectionId, seenAt }) =>
      connectionId !== connection.id && seenAt !== null && seenAt.getTime() >= since,
  )
  const hostOf = (id: string) => picture.connection(id)?.baseUrl
  const answered = others.filter((one) => one.outcome === 'answered')
  const same = answered.filter(({ connectionId }) => hostOf(connectionId) === connection.baseUrl)
  const reference = outcome === 'unreached' ? await ctx.health.reference() : null
  return {
    referenceReached: reference?.reached ?? null,
    referenceResolved: reference?.resolved ?? null,
    sameHostAnswered: same.length,
    otherHostAnswered: answered.length - same.length,
    othersInError: others.filter((one) => one.outcome === 'error').length,
  }
}

const NOTHING_ELSE: Elsewhere = {
  referenceReached: null,
  referenceResolved: null,
  sameHostAnswered: 0,
  otherHostAnswered: 0,
  othersInError: 0,
}
