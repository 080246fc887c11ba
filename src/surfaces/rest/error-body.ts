/**
 * Our refusals in HubSpot's error shape (facts §2), so that its SDKs show them well, with our own
 * code and facts beside it under `hubward`.
 */
import type { CallRefusal } from '../../application/gateway/refusal.ts'
import { ERRORS } from '../../domain/errors.ts'

/** HubSpot's categories where one says the same; SDKs show them. */
const CATEGORIES: Readonly<Record<number, string>> = {
  400: 'VALIDATION_ERROR',
  401: 'INVALID_AUTHENTICATION',
  403: 'MISSING_SCOPES',
  404: 'OBJECT_NOT_FOUND',
  409: 'CONFLICT',
  413: 'VALIDATION_ERROR',
  429: 'RATE_LIMITS',
}

export function errorBody(why: CallRefusal, correlationId: string): string {
  return JSON.stringify({
    status: 'error',
    message: why.message,
    correlationId,
    category: CATEGORIES[why.status] ?? 'INTERNAL_ERROR',
    // What HubSpot's own SDK reads to decide on another attempt (two shapes, facts §2).
    ...(why.status === 429 ? { errorType: 'RATE_LIMIT', policyName: policyOf(why) } : {}),
    hubward: {
      code: why.code,
      docs: `docs/errors/${why.code}.md`,
      retry: ERRORS[why.code].retry,
      ...(why.retryAfterSeconds === null ? {} : { retryAfterSeconds: why.retryAfterSeconds }),
      ...why.facts,
    },
  })
}

const POLICIES: Readonly<Record<string, string>> = {
  burst: 'TEN_SECONDLY_ROLLING',
  associations: 'TEN_SECONDLY_ROLLING',
  search: 'SECONDLY',
  daily: 'DAILY',
}

const policyOf = (why: CallRefusal): string =>
  POLICIES[String(why.facts.budget)] ?? 'TEN_SECONDLY_ROLLING'
