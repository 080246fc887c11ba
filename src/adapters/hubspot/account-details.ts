/** Reads the portal's own facts. Any credential that HubSpot accepts at all may ask for them. */
import { z } from 'zod'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Ask } from './ask.ts'
import { refusalOf } from './refusal-of-answer.ts'

const details = z.object({
  portalId: z.number().int().positive(),
  portalName: z.string().max(500).nullish(),
  accountType: z
    .enum(['STANDARD', 'DEVELOPER_TEST', 'SANDBOX', 'APP_DEVELOPER', 'UNKNOWN'])
    .catch('UNKNOWN'),
  timeZone: z.string().max(100).catch('UTC'),
  // Links to records are built on it, so it must be one of HubSpot's own names.
  uiDomain: z
    .string()
    .regex(/^[a-z0-9-]+\.hubspot\.com$/)
    .catch('app.hubspot.com'),
  dataHostingLocation: z
    .string()
    .regex(/^[a-z]{2,4}\d{1,2}$/)
    .catch('na1'),
})
export type AccountDetails = z.infer<typeof details>

/** Newest first: 2026-09 alone tells the portal's name; v3 is there until September 2027. */
const PATHS = ['/account-info/2026-09/details', '/account-info/v3/details']

export async function readAccountDetails(
  ask: Ask,
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<Result<AccountDetails, HubSpotFailure>> {
  let status = 404
  for (const path of PATHS) {
    const asked = await ask({ origin, method: 'GET', path, headers })
    if (!asked.ok) return asked
    const answer = asked.value
    status = answer.status
    if (status === 404) continue
    if (status !== 200) return err(refusalOf(answer))
    const read = details.safeParse(answer.json)
    return read.success ? ok(read.data) : err({ reason: 'unexpected_answer', status })
  }
  return err({ reason: 'unexpected_answer', status })
}
