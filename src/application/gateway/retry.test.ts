import { describe, expect, it } from 'vitest'
import { classifyAnswer } from '../../domain/hubspot/errors.ts'
import { MAX_ATTEMPTS, waitAfterAnswer, waitAfterFailure, type AttemptSoFar } from './retry.ts'

const first: AttemptSoFar = { attempt: 1, retrySafe: true, replayable: true, patienceMs: 10_000 }

const after = (status: number, sofar: AttemptSoFar, headers = {}, body?: unknown) =>
  waitAfterAnswer(classifyAnswer(status, headers, body), sofar)

describe('another attempt', () => {
  it('is made for a write only where HubSpot cannot have executed the first', () => {
    const write = { ...first, retrySafe: false }
    const repeated = [429, 423, 477, 500, 502, 503, 504, 524].filter(
      (status) => after(status, write, { 'retry-after': '1' }) !== null,
    )
    expect(repeated).toEqual([429, 423, 477])
  })

  it('is made for a read after every passing failure of HubSpot', () => {
    for (const status of [429, 423, 500, 502, 503, 504])
      expect(after(status, first), String(status)).not.toBeNull()
  })

  it('is not made for answers that would come again', () => {
    for (const status of [200, 207, 400, 401, 403, 404, 409, 414, 488])
      expect(after(status, first), String(status)).toBeNull()
  })

  it('waits at least the two seconds for which HubSpot locks a record', () => {
    expect(after(423, first)?.afterMs).toBeGreaterThanOrEqual(2_000)
  })

  it('is never made against the daily limit: that comes back at midnight', () => {
    expect(after(429, first, {}, { policyName: 'DAILY' })).toBeNull()
    expect(after(429, first, {}, { message: 'You have reached your daily limit.' })).toBeNull()
  })

  it('leaves the wait after a 429 to the budget, which knows when the bucket opens', () => {
    expect(after(429, first, {}, { policyName: 'TEN_SECONDLY_ROLLING' })).toEqual({ afterMs: 0 })
  })

  it('obeys Retry-After, and gives the answer back when the caller will not wait that long', () => {
    expect(after(477, first, { 'retry-after': '5' })).toEqual({ afterMs: 5_000 })
    expect(after(477, first, { 'retry-after': '86400' })).toBeNull()
  })

  it('needs the body again: one that was streamed away is not sent twice', () => {
    expect(after(429, { ...first, replayable: false })).toBeNull()
  })

  it('ends after the last attempt', () => {
    expect(after(503, { ...first, attempt: MAX_ATTEMPTS })).toBeNull()
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
