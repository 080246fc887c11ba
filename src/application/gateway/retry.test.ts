import { describe, expect, it } from 'vitest'
import { MAX_ATTEMPTS, waitAfterAnswer, waitAfterFailure, type AttemptSoFar } from './retry.ts'

const first: AttemptSoFar = { attempt: 1, retrySafe: true, replayable: true, patienceMs: 10_000 }
const plain = { retryAfterSeconds: null, dailyLimit: false }

describe('another attempt', () => {
  it('is made for a write only where HubSpot cannot have executed the first', () => {
    const write = { ...first, retrySafe: false }
    const repeated = [429, 423, 477, 500, 502, 503, 504, 521].filter(
      (status) => waitAfterAnswer(status, { ...plain, retryAfterSeconds: 1 }, write) !== null,
    )
    expect(repeated).toEqual([429, 423, 477, 521])
  })

  it('is made for a read after every passing failure of HubSpot', () => {
    for (const status of [429, 423, 500, 502, 503, 504])
      expect(waitAfterAnswer(status, plain, first), String(status)).not.toBeNull()
  })

  it('is not made for answers that would come again', () => {
    for (const status of [200, 207, 400, 401, 403, 404, 409, 414, 488])
      expect(waitAfterAnswer(status, plain, first), String(status)).toBeNull()
  })

  it('waits at least the two seconds for which HubSpot locks a record', () => {
    expect(waitAfterAnswer(423, plain, first)?.afterMs).toBeGreaterThanOrEqual(2_000)
  })

  it('is never made against the daily limit: that comes back at midnight', () => {
    expect(waitAfterAnswer(429, { ...plain, dailyLimit: true }, first)).toBeNull()
  })

  it('obeys Retry-After, and gives the answer back when the caller will not wait that long', () => {
    expect(waitAfterAnswer(477, { ...plain, retryAfterSeconds: 5 }, first)).toEqual({
      afterMs: 5_000,
    })
    expect(waitAfterAnswer(477, { ...plain, retryAfterSeconds: 86_400 }, first)).toBeNull()
  })

  it('needs the body again: one that was streamed away is not sent twice', () => {
    expect(waitAfterAnswer(429, plain, { ...first, replayable: false })).toBeNull()
  })

  it('ends after the last attempt', () => {
    expect(waitAfterAnswer(503, plain, { ...first, attempt: MAX_ATTEMPTS })).toBeNull()
  })

  it('after a lost connection is made for a write only if nothing was sent', () => {
    const write = { ...first, retrySafe: false }
    const failure = { kind: 'broken', detail: '' } as const
    expect(waitAfterFailure({ ...failure, sent: true }, write)).toBeNull()
    expect(waitAfterFailure({ ...failure, sent: false }, write)).not.toBeNull()
    expect(waitAfterFailure({ ...failure, sent: true }, first)).not.toBeNull()
  })

  it('is not made after a time-out, which has used the patience up', () => {
    expect(waitAfterFailure({ kind: 'timeout', sent: true, detail: '' }, first)).toBeNull()
  })
})
