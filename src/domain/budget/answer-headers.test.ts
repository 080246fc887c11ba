import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswerHeaders } from './answer-headers.ts'

const read = (headers: Record<string, string>) => readAnswerHeaders((name) => headers[name])

describe('what an answer tells of the allowance', () => {
  it('reads the headers as a service key gets them', () => {
    expect(
      read({
        'x-hubspot-ratelimit-daily': '500000',
        'x-hubspot-ratelimit-daily-remaining': '499986',
        'x-hubspot-ratelimit-interval-milliseconds': '10000',
        'x-hubspot-ratelimit-max': '150',
        'x-hubspot-ratelimit-remaining': '149',
      }),
    ).toEqual({
      window: { limit: 150, windowMs: 10_000, used: 1 },
      day: { limit: 500_000, used: 14 },
    })
  })

  it('tells nothing where HubSpot sends nothing, as on search', () => {
    expect(read({})).toEqual({})
  })

  it('honours Retry-After in seconds', () => {
    expect(read({ 'retry-after': '7' })).toEqual({ retryAfterMs: 7_000 })
  })

  it('never makes a bucket of nonsense', () => {
    const names = ['max', 'remaining', 'interval-milliseconds', 'daily', 'daily-remaining']
    fc.assert(
      fc.property(fc.tuple(...names.map(() => fc.string())), (values) => {
        const headers = names.map((name, i) => [`x-hubspot-ratelimit-${name}`, values[i] ?? ''])
        const { window, day } = read(Object.fromEntries(headers) as Record<string, string>)
        for (const bucket of [window, day]) {
          if (!bucket) continue
          expect(bucket.limit).toBeGreaterThanOrEqual(1)
          expect(bucket.used ?? 0).toBeGreaterThanOrEqual(0)
          expect(bucket.used ?? 0).toBeLessThanOrEqual(bucket.limit)
        }
      }),
    )
  })
})
