import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyAnswer } from './errors.ts'

const kindOf = (status: number, body?: unknown) => classifyAnswer(status, {}, body).kind

describe('a 429', () => {
  it('is told by its policy name in the one shape, by its message in the other', () => {
    const policyOf = (body: unknown) => classifyAnswer(429, {}, body)
    const named = (policyName: string, groupName = '') => policyOf({ policyName, groupName })
    const said = (limit: string) =>
      policyOf({ category: 'RATE_LIMITS', message: `You have reached your ${limit} limit.` })
    expect(named('DAILY')).toMatchObject({ policy: 'daily' })
    expect(named('TEN_SECONDLY_ROLLING')).toMatchObject({ policy: 'burst' })
    expect(named('SECONDLY', 'publicapi:crm:search:oauth:1')).toMatchObject({ policy: 'search' })
    expect(said('daily')).toMatchObject({ policy: 'daily' })
    expect(said('secondly')).toMatchObject({ policy: 'search' })
    expect(said('ten_secondly_rolling')).toMatchObject({ policy: 'burst' })
    expect(policyOf(undefined)).toMatchObject({ policy: 'unknown' })
  })

  it('was never carried out, so that any call may be sent again, after the window', () => {
    expect(classifyAnswer(429, {}, { policyName: 'SECONDLY' }).retry).toEqual({
      safeForReads: true,
      safeForWrites: true,
      afterMs: 1_000,
    })
    expect(classifyAnswer(429, { 'retry-after': '3' }, {}).retry.afterMs).toBe(3_000)
  })

  it('of the day is not worth another attempt', () => {
    expect(classifyAnswer(429, {}, { policyName: 'DAILY' }).retry).toEqual({
      safeForReads: false,
      safeForWrites: false,
    })
  })
})

describe('other answers', () => {
  it('tells an expired token, which a refresh cures, from one that is not valid', () => {
    const message = 'The OAuth token used to make this call expired 9 day(s) ago.'
    expect(kindOf(401, { category: 'EXPIRED_AUTHENTICATION' })).toBe('expired')
    expect(kindOf(401, { message })).toBe('expired')
    expect(kindOf(401, { category: 'INVALID_AUTHENTICATION' })).toBe('unauthorised')
    expect(kindOf(401, { message: 'The API key used to make this call is expired.' })).toBe(
      'unauthorised',
    )
  })

  it('names the HubSpot scopes that a 403 asked for, one or all of them', () => {
    const missing = (message: string, context: unknown) =>
      classifyAnswer(403, {}, { category: 'MISSING_SCOPES', errors: [{ message, context }] })
    expect(
      missing('One or more of the following scopes are required.', {
        requiredGranularScopes: ['crm.schemas.deals.read', 'crm.objects.deals.read'],
      }),
    ).toMatchObject({
      kind: 'missing_scopes',
      required: ['crm.schemas.deals.read', 'crm.objects.deals.read'],
      of: 'any',
    })
    expect(
      missing('All of the following scopes are required.', { requiredScopes: ['files'] }),
    ).toMatchObject({ required: ['files'], of: 'all' })
    expect(kindOf(403, { category: 'MISSING_PERMISSIONS' })).toBe('forbidden')
  })

  it('finds the right hublet in the field, or in the sentence', () => {
    const message = 'Hub 5865761 is unknown to this Hublet, but it appears to exist in Hublet eu1'
    expect(classifyAnswer(488, {}, { message, correctHublet: 'eu1' })).toMatchObject({
      kind: 'wrong_hublet',
      correctHublet: 'eu1',
    })
    expect(classifyAnswer(488, {}, { message })).toMatchObject({ correctHublet: 'eu1' })
    expect(classifyAnswer(488, {})).toMatchObject({ correctHublet: null })
  })

  it('sees that the credential’s maker has lost rights', () => {
    const context = { validationResult: ['USER_DOES_NOT_HAVE_PERMISSIONS'] }
    expect(kindOf(400, { category: 'BAD_REQUEST', errors: [{ context }] })).toBe(
      'creator_without_permission',
    )
    expect(kindOf(400, { category: 'VALIDATION_ERROR' })).toBe('invalid')
  })

  it('waits out a lock for two seconds at least, a migration only if HubSpot says how long', () => {
    expect(classifyAnswer(423, { 'retry-after': '1' }).retry.afterMs).toBe(2_000)
    expect(classifyAnswer(477, { 'retry-after': '86400' }).retry.afterMs).toBe(86_400_000)
    expect(classifyAnswer(477, {}).retry.safeForReads).toBe(false)
  })

  it('repeats after a server error only what was reading: a write may have been carried out', () => {
    for (const status of [500, 502, 503, 504, 521, 523, 524])
      expect(classifyAnswer(status, {})).toMatchObject({
        kind: 'server_error',
        retry: { safeForReads: true, safeForWrites: false },
      })
    for (const status of [522, 525, 526])
      expect(classifyAnswer(status, {}).retry.safeForReads).toBe(false)
  })

  it('never repeats what would be answered the same', () => {
    for (const status of [400, 401, 403, 404, 405, 409, 414, 437, 488])
      expect(classifyAnswer(status, { 'retry-after': '5' }).retry).toEqual({
        safeForReads: false,
        safeForWrites: false,
      })
    for (const status of [200, 201, 204, 302]) expect(kindOf(status)).toBe('ok')
    expect(kindOf(207)).toBe('partial')
  })

  it('never throws, whatever came, and never calls a write safe that may have been carried out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.option(fc.string(), { nil: undefined }),
        fc.jsonValue(),
        (status, after, body) => {
          const { retry } = classifyAnswer(status, { 'retry-after': after }, body)
          if (retry.safeForWrites) expect([423, 429, 477]).toContain(status)
          if (retry.afterMs !== undefined) expect(retry.afterMs).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})
