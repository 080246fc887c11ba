import { expect, it } from 'vitest'
import { hubspotErrorBody } from './error-body.ts'

const REFUSED = {
  status: 403,
  message: 'This call needs deals:read.',
  correlationId: '00000000-0000-4000-8000-000000000000',
  code: 'access.scope_missing',
  scopes: ['deals:read'],
  whoCanGrant: ['admin@example.com'],
} as const

it('has the fields that HubSpot’s schema requires, so that SDKs show the message', () => {
  expect(hubspotErrorBody(REFUSED)).toEqual({
    status: 'error',
    message: REFUSED.message,
    correlationId: REFUSED.correlationId,
    category: 'MISSING_SCOPES',
    hubward: {
      code: 'access.scope_missing',
      scopes: ['deals:read'],
      whoCanGrant: ['admin@example.com'],
      retry: { worthwhile: false },
    },
  })
})

it('lets the official client retry a spent burst, and not a spent day', () => {
  const spent = { ...REFUSED, status: 429, code: 'budget.spent', retryAfterMs: 4_200 } as const
  expect(hubspotErrorBody(spent)).toMatchObject({
    category: 'RATE_LIMITS',
    errorType: 'RATE_LIMIT',
    policyName: 'TEN_SECONDLY_ROLLING',
    hubward: { retry: { worthwhile: true, afterMs: 4_200 } },
  })
  expect(hubspotErrorBody({ ...spent, policy: 'daily' }).policyName).toBe('DAILY')
})

it('has a category for every status, and carries context and the page of the code', () => {
  expect(hubspotErrorBody({ ...REFUSED, status: 418 }).category).toBe('BAD_REQUEST')
  expect(hubspotErrorBody({ ...REFUSED, status: 502 }).category).toBe('INTERNAL_ERROR')
  expect(
    hubspotErrorBody({ ...REFUSED, category: 'OTHER', context: { a: ['b'] }, page: 'https://x' }),
  ).toMatchObject({ category: 'OTHER', context: { a: ['b'] }, links: { hubward: 'https://x' } })
})
