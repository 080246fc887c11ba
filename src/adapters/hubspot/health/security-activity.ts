/**
 * Reads one stretch of the portal's security activity, page by page, with a cap on pages. Of each
 * entry only ids, type and time are taken: the address and place of whoever did it stay at HubSpot.
 *
 * @see HubSpot's account activity API, `GET /account-info/{date}/activity/security`
 */
import { z } from 'zod'
import type { SecurityPages } from '../../../application/health/ports.ts'
import type { HubSpotFailure } from '../../../domain/connection/hubspot-failure.ts'
import type { SecurityEntry } from '../../../domain/health/key-events.ts'
import type { Redacted } from '../../../domain/redacted.ts'
import { err, ok, type Result } from '../../../domain/result.ts'
import type { Ask } from '../ask.ts'
import { refusalOf } from '../refusal-of-answer.ts'

const MOST_PAGES = 20
/** The most that HubSpot gives at once. */
const PAGE_SIZE = 200

const page = z.object({
  results: z.array(
    z.object({
      id: z.coerce.string().max(100),
      createdAt: z.coerce.date(),
      type: z.string().max(100),
      userId: z.number().int().nullish(),
      objectId: z.coerce.string().max(100).nullish(),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).nullish() }).nullish(),
})

const PATHS = ['/account-info/2026-09/activity/security', '/account-info/v3/activity/security']

export async function readSecurityActivity(
  ask: Ask,
  origin: string,
  token: Redacted<string>,
  from: Date,
  to: Date,
): Promise<Result<SecurityPages, HubSpotFailure>> {
  const headers = { authorization: `Bearer ${token.reveal()}` }
  const entries: SecurityEntry[] = []
  let [path = ''] = PATHS
  let after: string | undefined
  const cursors = new Set<string>()
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const query = new URLSearchParams({
      limit: String(PAGE_SIZE),
      fromTimestamp: String(from.getTime()),
      toTimestamp: String(to.getTime()),
      ...(after !== undefined && { after }),
    })
    const asked = await ask({ origin, method: 'GET', path: `${path}?${query.toString()}`, headers })
    if (!asked.ok) return asked
    if (asked.value.status === 404 && path === PATHS[0]) {
      path = PATHS[1] ?? path
      continue
    }
    if (asked.value.status !== 200) return err(refusalOf(asked.value))
    const read = page.safeParse(asked.value.json)
    if (!read.success) return err({ reason: 'unexpected_answer', status: 200 })
    for (const { id, createdAt, type, userId, objectId } of read.data.results)
      entries.push({
        id,
        at: createdAt,
        type,
        actorId: userId ?? null,
        objectId: objectId ?? null,
      })
    after = read.data.paging?.next?.after
    if (after === undefined) return ok({ entries, cut: false })
    // Pages in a circle would look like a stretch that is too long, and be cut in two for ever.
    if (cursors.has(after)) return err({ reason: 'unexpected_answer', status: 200 })
    cursors.add(after)
  }
  return ok({ entries, cut: true })
}
