import { describe, expect, it } from 'vitest'
import { InFlight, IN_FLIGHT_LIMITS } from './in-flight.ts'

describe('what one principal has under way', () => {
  it('is counted for itself, and forgotten when nothing is left', () => {
    const inFlight = new InFlight()
    const { atMost } = IN_FLIGHT_LIMITS.calls
    for (let i = 0; i < atMost; i++) expect(inFlight.enter('ana', 'calls', 1)).toBe(true)
    expect(inFlight.enter('ana', 'calls', 1)).toBe(false)
    expect(inFlight.enter('ben', 'calls', 1)).toBe(true)
    inFlight.leave('ana', 0)
    expect(inFlight.enter('ana', 'calls', 1)).toBe(true)
    for (let i = 0; i < atMost; i++) inFlight.leave('ana', 0)
    inFlight.leave('ben', 0)
    expect(inFlight.size).toBe(0)
  })
})
