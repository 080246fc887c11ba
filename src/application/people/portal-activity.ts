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
  const cursors = new Set<string>()
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await inAllowance(ctx, connection, async () =>
      ctx.portalLogins.page(connection.baseUrl, await ctx.credentials.bearer(connection), after),
    )
    if (!page.ok) return failed(page.error)
    let newer = false
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
    // Newest first as far as is known: a page without anything new is followed by none.
    if (after === undefined || (page.value.logins.length > 0 && !newer))
      return { state: 'read', value: { from: windowFrom, lastAt: last } }
  }
  return { state: 'read', value: { from: oldest, lastAt: last } }
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

async function inAllowance<T>(
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
