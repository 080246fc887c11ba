/**
 * Names the reason in an answer of HubSpot that is not a success: a table by status, and for 401
 * by category and message. HubSpot's own text is read here and goes no further.
 *
 * @see facts sheet §1 (488), §2 (errors); "all fields should be treated as optional"
 */
import { z } from 'zod'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { Answer } from './ask.ts'

const errorBody = z
  .object({
    message: z.string().catch(''),
    category: z.string().catch(''),
    correctHublet: z.string().nullable().catch(null),
    errors: z
      .array(
        z.object({
          context: z
            .object({
              requiredGranularScopes: z.array(z.string()).catch([]),
              requiredScopes: z.array(z.string()).catch([]),
            })
            .catch({ requiredGranularScopes: [], requiredScopes: [] }),
        }),
      )
      .catch([]),
  })
  .catch({ message: '', category: '', correctHublet: null, errors: [] })

type ErrorBody = z.infer<typeof errorBody>

/** Only what a hublet can look like is believed. */
const HUBLET = /^[a-z]{2,4}\d{1,2}$/

const BY_STATUS: Readonly<Record<number, (body: ErrorBody, answer: Answer) => HubSpotFailure>> = {
  401: unauthorised,
  403: (body) => ({
    reason: 'permission_missing',
    hubspotScopes: body.errors.flatMap(({ context }) => [
      ...context.requiredGranularScopes.filter(isScope),
      ...context.requiredScopes.filter(isScope),
    ]),
  }),
  429: (_, { retryAfterSeconds }) => ({ reason: 'rate_limited', retryAfterSeconds }),
  477: (_, { retryAfterSeconds }) => ({ reason: 'portal_migrating', retryAfterSeconds }),
  488: (body) => ({ reason: 'wrong_hublet', hublet: hubletIn(body) }),
}

export function refusalOf(answer: Answer): HubSpotFailure {
  const reading = BY_STATUS[answer.status]
  if (!reading) return { reason: 'unexpected_answer', status: answer.status }
  return reading(errorBody.parse(answer.json), answer)
}

/**
 * What HubSpot answers for a key that was switched off is not established; where its message says
 * so we believe it, else the sentence for an invalid one names that cause among others.
 */
function unauthorised(body: ErrorBody): HubSpotFailure {
  if (/deactivated|disabled|switched off/i.test(body.message))
    return { reason: 'credential_disabled' }
  if (body.category === 'EXPIRED_AUTHENTICATION' || /\bexpired\b/i.test(body.message))
    return { reason: 'credential_expired' }
  return { reason: 'credential_invalid' }
}

function hubletIn(body: ErrorBody): string | null {
  const named = body.correctHublet ?? /exist in Hublet ([a-z0-9]+)/i.exec(body.message)?.[1] ?? ''
  return HUBLET.test(named) ? named : null
}

const isScope = (text: string) => /^[a-z0-9._-]{1,80}$/i.test(text)
