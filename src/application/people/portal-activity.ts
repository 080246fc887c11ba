/**
 * Logins and security activity of a portal, as far as they are not known yet: both are long lists of
 * which a little is new. They lead no call of a caller, so they are asked beside the gateway, within the
 * portal's allowance all the same.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { PageFault } from '../../domain/people/page-chain.ts'
import type { FacetReading, Logins, UserEvent } from '../../domain/people/reading.ts'
import { err, type Result } from '../../domain/result.ts'
import type { Context } from '../context.ts'
import { readStretch } from '../health/read-stretch.ts'
import { SECURITY_SCOPE } from '../health/read-key-events.ts'

const DAY_MS = 24 * 60 * 60_000
/** HubSpot keeps logins for 90 days (facts §4). */
const KEPT_MS = 90 * DAY_MS
/** How late an entry may show is not established: a guess on the safe side. */
const OVERLAP_MS = 60 * 60_000
const AHEAD_MS = 5 * 60_000
const PATIENCE_MS = 60_000
/** As the lists of users are asked: {@link ./portal-lists.ts}. */
const ATTEMPTS = 4
const AGAIN_MS = 500
const LONGEST_WAIT_MS = 20_000
/** 200,000 attempts. What is older than they reach is said not to be known. */
const MOST_PAGES = 1_000

/**
 * @param since until when they are known @param lastAt what is known, by user id
 */
export async function readLogins(
  ctx: Context,
  connection: Connection,
  since: Date | null,
  lastAt: ReadonlyMap<string, Date>,
): Promise<FacetReading<Logins>> {
  if (!connection.hubspotScopes.includes(SECURITY_SCOPE)) return { state: 'not_permitted' }
  const windowFrom = new Date(ctx.world.now().getTime() - KEPT_MS)
  const until = since
    ? new Date(Math.max(since.getTime() - OVERLAP_MS, windowFrom.getTime()))
    : windowFrom
  const last = new Map(lastAt)
  let after: string | undefined
  let oldest = ctx.world.now()
  let newestFirst = true
  const cursors = new Set<string>()
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await inAllowance(ctx, connection, async () =>
      ctx.portalLogins.page(connection.baseUrl, await ctx.credentials.bearer(connection), after),
    )
    if (!page.ok) return failed(page.error)
    let newer = false
    newestFirst &&= isNewestFirst(page.value.logins)
    for (const { userId, at } of page.value.logins) {
      const before = last.get(userId)
      if (!before || before < at) last.set(userId, at)
      if (at < oldest) oldest = at
      if (at >= until) newer = true
    }
    after = page.value.after ?? undefined
    if (after !== undefined && cursors.has(after))
      return { state: 'failed', fault: { reason: 'cursor_loop' } }
    if (after !== undefined) cursors.add(after)
    // Where the newest come first, a page without anything new is followed by none.
    if (after === undefined || (newestFirst && page.value.logins.length > 0 && !newer))
      return { state: 'read', value: { from: windowFrom, lastAt: last } }
  }
  if (!newestFirst) return { state: 'failed', fault: { reason: 'endless' } }
  return { state: 'read', value: { from: oldest, lastAt: last } }
}

/** In which order HubSpot tells logins is not established. One alone, or all at once, is in any order. */
const isNewestFirst = (logins: readonly { readonly at: Date }[]): boolean => {
  const [first, last] = [logins.at(0), logins.at(-1)]
  return first !== undefined && last !== undefined && first.at > last.at
}

/** @param since until when they are known */
export async function readUserEvents(
  ctx: Context,
  connection: Connection,
  since: Date | null,
  types: ReadonlySet<string>,
): Promise<FacetReading<readonly UserEvent[]>> {
  if (!connection.hubspotScopes.includes(SECURITY_SCOPE)) return { state: 'not_permitted' }
  const now = ctx.world.now()
  // HubSpot's clock may be ahead of ours.
  const to = new Date(now.getTime() + AHEAD_MS)
  const oldest = now.getTime() - KEPT_MS
  const from = new Date(since ? Math.max(since.getTime() - OVERLAP_MS, oldest) : oldest)
  const read = await readStretch(
    (a, b) =>
      inAllowance(ctx, connection, async () =>
        ctx.health.securityActivity(
          connection.baseUrl,
          await ctx.credentials.bearer(connection),
          a,
          b,
        ),
      ),
    from,
    to,
  )
  if (!read.ok) return failed(read.error)
  return {
    state: 'read',
    value: read.value
      .filter(({ type }) => types.has(type))
      .map(({ id, at, type, actorId, objectId }) => ({
        hubspotId: id,
        at,
        type,
        actorId: actorId === null ? null : String(actorId),
        userId: objectId,
      })),
  }
}

/** The scope is held, so a refusal is a fault and no lack of permission. */
const failed = (failure: HubSpotFailure): { state: 'failed'; fault: PageFault } => ({
  state: 'failed',
  fault:
    failure.reason === 'unexpected_answer'
      ? { reason: 'refused', status: failure.status }
      : failure.reason === 'permission_missing'
        ? { reason: 'refused', status: 403 }
        : { reason: 'unreached' },
})

/** One refusal in passing, in a list of hundreds of pages, must not spoil the whole reading. */
async function inAllowance<T>(
  ctx: Context,
  connection: Connection,
  ask: () => Promise<Result<T, HubSpotFailure>>,
): Promise<Result<T, HubSpotFailure>> {
  for (let attempt = 1; ; attempt++) {
    const answer = await onceInAllowance(ctx, connection, ask)
    const waitMs = answer.ok ? null : waitAfter(answer.error, attempt)
    if (waitMs === null || attempt === ATTEMPTS) return answer
    await ctx.world.sleep(waitMs)
  }
}

/** `null`: asking again would bring the same, or would come too late. */
function waitAfter(failure: HubSpotFailure, attempt: number): number | null {
  const backoffMs = AGAIN_MS * 2 ** (attempt - 1)
  switch (failure.reason) {
    case 'rate_limited': {
      const waitMs =
        failure.retryAfterSeconds === null ? backoffMs : failure.retryAfterSeconds * 1_000
      return waitMs <= LONGEST_WAIT_MS ? waitMs : null
    }
    case 'unreachable':
    case 'timed_out':
      return backoffMs
    case 'unexpected_answer':
      return failure.status >= 500 ? backoffMs : null
    default:
      return null
  }
}

async function onceInAllowance<T>(
  ctx: Context,
  connection: Connection,
  ask: () => Promise<Result<T, HubSpotFailure>>,
): Promise<Result<T, HubSpotFailure>> {
  const taken = await ctx.budget.take({
    connection,
    buckets: ['burst', 'daily'],
    lane: 'bulk',
    groupId: 'people',
    patienceMs: PATIENCE_MS,
  })
  if (!taken.ok) return err({ reason: 'rate_limited', retryAfterSeconds: null })
  try {
    return await ask()
  } finally {
    // Whatever HubSpot counted is held for one window; its headers come with the next page.
    taken.value.lost()
  }
}
