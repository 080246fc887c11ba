/**
 * Errors of ours in HubSpot's shape, so that HubSpot's SDKs show and retry them well, with our
 * own facts beside it under `hubward`. It carries no secret: it is given words, never values.
 */
import type { Scope } from '../access/scope.ts'
import type { ErrorCode } from '../errors.ts'
import type { LimitPolicy } from './errors.ts'

export interface ErrorBodyInput {
  readonly status: number
  /** What was refused, what is missing, who can give it, whether to retry and when. */
  readonly message: string
  readonly correlationId: string
  readonly code: ErrorCode
  /** HubSpot's category; by default the one HubSpot uses with this status. */
  readonly category?: string
  readonly context?: Readonly<Record<string, readonly string[]>>
  /** The scopes that were missing. */
  readonly scopes?: readonly Scope[]
  readonly whoCanGrant?: readonly string[]
  readonly retryAfterMs?: number
  /** Whether HubSpot may have seen the call. */
  readonly sent?: boolean
  /** Which allowance a 429 is about; `burst` unless told. */
  readonly policy?: LimitPolicy
  /** Address of the code's page. */
  readonly page?: string
}

export interface ErrorBody {
  readonly status: 'error'
  readonly message: string
  readonly correlationId: string
  readonly category: string
  readonly errorType?: 'RATE_LIMIT'
  readonly policyName?: 'TEN_SECONDLY_ROLLING' | 'DAILY'
  readonly context?: Readonly<Record<string, readonly string[]>>
  readonly links?: Readonly<Record<string, string>>
  readonly hubward: {
    readonly code: ErrorCode
    readonly scopes?: readonly Scope[]
    readonly whoCanGrant?: readonly string[]
    readonly sent?: boolean
    readonly retry: { readonly worthwhile: boolean; readonly afterMs?: number }
  }
}

/** Fields that have no value are absent, as in HubSpot's own errors (facts §2). */
export function hubspotErrorBody(input: ErrorBodyInput): ErrorBody {
  const { status, retryAfterMs } = input
  return {
    status: 'error',
    message: input.message,
    correlationId: input.correlationId,
    category:
      input.category ?? CATEGORIES[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR'),
    ...(status === 429 && rateLimitFields(input.policy)),
    ...(input.context && { context: input.context }),
    ...(input.page && { links: { hubward: input.page } }),
    hubward: {
      code: input.code,
      ...(input.scopes && { scopes: input.scopes }),
      ...(input.whoCanGrant && { whoCanGrant: input.whoCanGrant }),
      ...(input.sent !== undefined && { sent: input.sent }),
      retry:
        retryAfterMs === undefined
          ? { worthwhile: false }
          : { worthwhile: true, afterMs: retryAfterMs },
    },
  }
}

/** The official client retries a 429 only of the ten-secondly policy, and rightly never a daily. */
const rateLimitFields = (policy: LimitPolicy | undefined) =>
  ({
    errorType: 'RATE_LIMIT',
    policyName: policy === 'daily' ? 'DAILY' : 'TEN_SECONDLY_ROLLING',
  }) as const

const CATEGORIES: Readonly<Record<number, string>> = {
  400: 'VALIDATION_ERROR',
  401: 'INVALID_AUTHENTICATION',
  403: 'MISSING_SCOPES',
  404: 'OBJECT_NOT_FOUND',
  409: 'CONFLICT',
  429: 'RATE_LIMITS',
  503: 'SERVICE_UNAVAILABLE',
}
