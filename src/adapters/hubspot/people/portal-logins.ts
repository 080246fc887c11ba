/**
 * Reads logins to the portal, a page at a time. Of each attempt only who and when is taken, and only
 * of those that succeeded: addresses and places stay at HubSpot.
 *
 * @see HubSpot's account activity API, `GET /account-info/{date}/activity/login`
 */
import { z } from 'zod'
import type { PortalLogins } from '../../../application/people/ports.ts'
import { err, ok } from '../../../domain/result.ts'
import type { Ask } from '../ask.ts'
import { refusalOf } from '../refusal-of-answer.ts'

/** The most that HubSpot gives at once. */
const PAGE_SIZE = 200

const answer = z.object({
  results: z.array(
    z.object({
      userId: z.coerce.string().max(100).nullish(),
      loginAt: z.coerce.date(),
      loginSucceeded: z.boolean(),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).nullish() }).nullish(),
})

const PATHS = ['/account-info/2026-09/activity/login', '/account-info/v3/activity/login']

export const portalLogins = (ask: Ask): PortalLogins => ({
  async page(origin, token, after) {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(after && { after }) })
    for (const path of PATHS) {
      const asked = await ask({
        origin,
        method: 'GET',
        path: `${path}?${query.toString()}`,
        headers: { authorization: `Bearer ${token.reveal()}` },
      })
      if (!asked.ok) return asked
      if (asked.value.status === 404 && path !== PATHS.at(-1)) continue
      if (asked.value.status !== 200) return err(refusalOf(asked.value))
      const read = answer.safeParse(asked.value.json)
      if (!read.success) return err({ reason: 'unexpected_answer', status: 200 })
      return ok({
        logins: read.data.results.flatMap(({ userId, loginAt, loginSucceeded }) =>
          loginSucceeded && userId ? [{ userId, at: loginAt }] : [],
        ),
        after: read.data.paging?.next?.after ?? null,
      })
    }
    return err({ reason: 'unexpected_answer', status: 404 })
  },
})
