/**
 * Our refusals in HubSpot's error shape, so that its SDKs show and retry them well; the shape is
 * the domain's, this only says which of our facts go where.
 */
import type { CallRefusal } from '../../application/gateway/refusal.ts'
import type { Scope } from '../../domain/access/scope.ts'
import { hubspotErrorBody } from '../../domain/hubspot/error-body.ts'
import type { LimitPolicy } from '../../domain/hubspot/errors.ts'

export function errorBody(why: CallRefusal, correlationId: string): string {
  const { missing, whoCanGrant, budget, sent } = why.facts as RefusalFacts
  return JSON.stringify(
    hubspotErrorBody({
      status: why.status,
      message: why.message,
      correlationId,
      code: why.code,
      page: `docs/errors/${why.code}.md`,
      ...(missing && { scopes: missing }),
      ...(whoCanGrant && { whoCanGrant }),
      ...(why.retryAfterSeconds !== null && { retryAfterMs: why.retryAfterSeconds * 1000 }),
      ...(budget && { policy: budget }),
      ...(sent !== undefined && { sent }),
    }),
  )
}

interface RefusalFacts {
  readonly missing?: readonly Scope[]
  readonly whoCanGrant?: readonly string[]
  readonly budget?: LimitPolicy
  readonly sent?: boolean
}
