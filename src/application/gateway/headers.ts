/** Which headers travel with a call, each way. Everything not named here stays behind. */
import type { BudgetName } from '../../domain/budget/buckets.ts'
import type { AnswerHeaders, BudgetReading } from '../ports.ts'
import type { ReadBody } from './body.ts'
import type { CallRequest } from './call.ts'

/** From the caller to HubSpot. Authorization is ours; cookies and forwarding headers never go. */
const REQUEST_HEADERS = ['content-type', 'content-language', 'accept-language'] as const

/** From HubSpot to the caller. Its rate headers are replaced by the caller's own allowance. */
const ANSWER_HEADERS = new Set([
  'content-type',
  'content-language',
  'content-disposition',
  'cache-control',
  'last-modified',
  'location',
  'retry-after',
  'x-hubspot-correlation-id',
])

/**
 * Headers for HubSpot. `Accept` is JSON unless the caller names a type of its own: without it
 * HubSpot answers some errors in HTML (facts §2). An upload keeps the length it was announced with.
 */
export function requestHeaders(request: CallRequest, body: ReadBody): string[] {
  const headers: string[] = []
  for (const name of REQUEST_HEADERS) {
    const value = (name === 'content-type' && body.contentType) || request.header(name)
    if (value !== undefined) headers.push(name, value)
  }
  const accept = request.header('accept')
  headers.push('accept', !accept || accept.startsWith('*/*') ? 'application/json' : accept)
  headers.push('user-agent', 'hubward')
  const { length } = request.body
  if (body.streams && length !== null) headers.push('content-length', String(length))
  return headers
}

/**
 * HubSpot's headers that may pass, then the caller's allowance in HubSpot's own header names, and
 * the length last: Node re-encodes a Content-Disposition that follows a length, and throws where
 * the file name in it is not Latin-1. A 204 has no length to announce (RFC 9110 §8.6).
 */
export function answerHeaders(
  status: number,
  upstream: AnswerHeaders,
  budget: readonly BudgetReading[],
): string[] {
  const headers: string[] = []
  for (const name in upstream) {
    if (!ANSWER_HEADERS.has(name)) continue
    const value = upstream[name]
    if (value !== undefined) headers.push(name, Array.isArray(value) ? value.join(', ') : value)
  }
  addAllowance(headers, budget)
  const length = upstream['content-length']
  if (typeof length === 'string' && status !== 204) headers.push('content-length', length)
  return headers
}

/** The same names as HubSpot's (facts §2, "Headers"), so that SDKs' own throttles understand. */
const ALLOWANCE: Partial<Record<BudgetName, readonly [limit: string, remaining: string]>> = {
  burst: ['X-HubSpot-RateLimit-Max', 'X-HubSpot-RateLimit-Remaining'],
  daily: ['X-HubSpot-RateLimit-Daily', 'X-HubSpot-RateLimit-Daily-Remaining'],
}

function addAllowance(headers: string[], budget: readonly BudgetReading[]): void {
  for (const reading of budget) {
    const names = ALLOWANCE[reading.budget]
    if (!names) continue
    headers.push(names[0], String(reading.limit), names[1], String(Math.max(0, reading.remaining)))
    if (reading.budget === 'burst')
      headers.push('X-HubSpot-RateLimit-Interval-Milliseconds', String(reading.windowMs))
  }
}
