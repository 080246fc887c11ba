/**
 * What an answer of HubSpot means: its kind, and whether sending the call again is safe. By
 * status first, then by the body, whose every field may be absent (facts §2). It decides nothing
 * about budgets or connections; it only names what happened.
 */

/** Which of HubSpot's allowances a 429 was about. */
export type LimitPolicy = 'burst' | 'search' | 'associations' | 'daily' | 'unknown'

export type AnswerKind =
  | { readonly kind: 'ok' }
  /** 207: some inputs of the batch worked, the body's `errors` tell which did not. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'rate_limited'; readonly policy: LimitPolicy }
  | { readonly kind: 'unauthorised' }
  | { readonly kind: 'expired' }
  /** `of`: whether one or all of `required` (HubSpot scopes) would have done; may be empty. */
  | {
      readonly kind: 'missing_scopes'
      readonly required: readonly string[]
      readonly of: 'any' | 'all'
    }
  | { readonly kind: 'forbidden' }
  /** Whoever made the credential has lost rights at HubSpot (facts §1, creator lifecycle). */
  | { readonly kind: 'creator_without_permission' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'migrating' }
  | { readonly kind: 'wrong_hublet'; readonly correctHublet: string | null }
  | { readonly kind: 'server_error' }

export interface Retry {
  readonly safeForReads: boolean
  /** True only where HubSpot has not carried the call out. */
  readonly safeForWrites: boolean
  /** Milliseconds to wait first; absent where only time of day or a person can help. */
  readonly afterMs?: number
}

export type Answer = AnswerKind & { readonly retry: Retry }

/**
 * Classifies an answer. Header names in lower case; `body` is the parsed JSON, or absent where
 * HubSpot sent HTML or nothing. Never throws.
 */
export function classifyAnswer(
  status: number,
  headers: Readonly<Record<string, string | undefined>>,
  body?: unknown,
): Answer {
  const error = fieldsOf(body)
  const meaning = kindOf(status, error)
  return { ...meaning, retry: retryOf(status, meaning, retryAfterMs(headers)) }
}

interface ErrorFields {
  readonly category: string
  readonly message: string
  readonly policyName: string
  readonly groupName: string
  readonly correctHublet: string | null
  readonly whole: Json
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function fieldsOf(body: unknown): ErrorFields {
  const whole = isObject(body) ? body : {}
  const text = (key: string) => (typeof whole[key] === 'string' ? whole[key] : '')
  return {
    category: text('category'),
    message: text('message'),
    policyName: text('policyName'),
    groupName: text('groupName'),
    correctHublet: text('correctHublet') || null,
    whole,
  }
}

function kindOf(status: number, error: ErrorFields): AnswerKind {
  if (status === 207) return { kind: 'partial' }
  if (status < 400) return { kind: 'ok' }
  switch (status) {
    case 401:
      return { kind: isExpiry(error) ? 'expired' : 'unauthorised' }
    case 403:
      return error.category === 'MISSING_SCOPES'
        ? missingScopes(error.whole)
        : { kind: 'forbidden' }
    case 404:
      return { kind: 'not_found' }
    case 409:
      return { kind: 'conflict' }
    case 423:
      return { kind: 'locked' }
    case 429:
      return { kind: 'rate_limited', policy: policyOf(error) }
    case 477:
      return { kind: 'migrating' }
    case 488:
      return { kind: 'wrong_hublet', correctHublet: error.correctHublet ?? hubletIn(error.message) }
  }
  if (status >= 500) return { kind: 'server_error' }
  return { kind: lacksCreator(error.whole) ? 'creator_without_permission' : 'invalid' }
}

/** An ended `hapikey` also “is expired”, but no refresh will bring it back. */
const isExpiry = (error: ErrorFields) =>
  error.category === 'EXPIRED_AUTHENTICATION' || /OAuth token .* expired/i.test(error.message)

/** “… appears to exist in Hublet eu1”. */
const hubletIn = (message: string) => /\bHublet ([a-z]+\d+)\s*$/i.exec(message)?.[1] ?? null

const POLICY_NAMES: Readonly<Record<string, LimitPolicy>> = {
  DAILY: 'daily',
  TEN_SECONDLY_ROLLING: 'burst',
  SECONDLY: 'search',
}

/** One shape of 429 has `policyName`, the other only the message (facts §2). */
function policyOf({ policyName, groupName, message }: ErrorFields): LimitPolicy {
  if (/associations?/i.test(groupName)) return 'associations'
  if (Object.hasOwn(POLICY_NAMES, policyName)) return POLICY_NAMES[policyName]!
  if (/\bdaily limit\b/i.test(message)) return 'daily'
  if (/\bten_secondly/i.test(message)) return 'burst'
  if (/\bsecondly limit\b/i.test(message)) return 'search'
  return 'unknown'
}

function missingScopes(body: Json): AnswerKind {
  const errors = Array.isArray(body['errors']) ? body['errors'].filter(isObject) : []
  const required = errors.flatMap(({ context }) => {
    const { requiredGranularScopes, requiredScopes } = isObject(context) ? context : {}
    return [requiredGranularScopes, requiredScopes]
      .flat()
      .filter((each) => typeof each === 'string')
  })
  const all = errors.some(
    ({ message }) => typeof message === 'string' && message.startsWith('All of '),
  )
  return { kind: 'missing_scopes', required: [...new Set(required)], of: all ? 'all' : 'any' }
}

/** 400 “one or more associations are not valid” with this among its `validationResult`s. */
const lacksCreator = (body: Json) =>
  Array.isArray(body['errors']) &&
  body['errors'].some((each) => {
    const context = isObject(each) && isObject(each['context']) ? each['context'] : {}
    return [context['validationResult']].flat().includes('USER_DOES_NOT_HAVE_PERMISSIONS')
  })

/** HubSpot's `Retry-After` is in seconds (477; never seen on 429, honoured if it comes). */
function retryAfterMs(headers: Readonly<Record<string, string | undefined>>): number | null {
  const seconds = Number(headers['retry-after']?.trim() || Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : null
}

const NEVER: Retry = { safeForReads: false, safeForWrites: false }
const anytime = (afterMs: number): Retry => ({ safeForReads: true, safeForWrites: true, afterMs })

/** How long each window lasts, as the official client waits (`RetryDecorator`). */
const POLICY_WAIT_MS: Readonly<Record<Exclude<LimitPolicy, 'daily'>, number>> = {
  burst: 10_000,
  search: 1_000,
  associations: 10_000,
  unknown: 10_000,
}

function retryOf(status: number, meaning: AnswerKind, told: number | null): Retry {
  switch (meaning.kind) {
    case 'rate_limited':
      if (meaning.policy === 'daily') return told === null ? NEVER : anytime(told)
      return anytime(told ?? POLICY_WAIT_MS[meaning.policy])
    case 'locked':
      // Locks last two seconds (error-handling guide), so sooner is in vain.
      return anytime(Math.max(told ?? 0, 2_000))
    case 'migrating':
      return told === null ? NEVER : anytime(told)
    case 'server_error':
      return SUPPORT_CASES.has(status)
        ? NEVER
        : { safeForReads: true, safeForWrites: false, afterMs: told ?? 2_000 }
    default:
      return NEVER
  }
}

/** Of these HubSpot says to contact support rather than to try again. */
const SUPPORT_CASES: ReadonlySet<number> = new Set([501, 522, 525, 526])
