import { describe, expect, it } from 'vitest'
import { InFlight, IN_FLIGHT_LIMITS } from './in-flight.ts'

describe('what one principal has under way', () => {
  it('is counted for itself, and forgotten when nothing is left', () => {
    const inFlight = new InFlight()
    const { atMost } = IN_FLIGHT_LIMITS.calls
    const held = Array.from({ length: atMost }, () => inFlight.enter('ana'))
    expect(held).not.toContain(undefined)
    expect(inFlight.enter('ana')).toBeUndefined()
    const other = inFlight.enter('ben')
    held.pop()?.leave()
    held.push(inFlight.enter('ana'))
    expect(inFlight.enter('ana')).toBeUndefined()
    for (const call of [...held, other]) call?.leave()
    expect(inFlight.size).toBe(0)
  })

  it('counts the bodies of all its calls together, and a refused one not at all', () => {
    const inFlight = new InFlight()
    const { atMost } = IN_FLIGHT_LIMITS.bodyBytes
    const [one, two] = [inFlight.enter('ana'), inFlight.enter('ana')]
    expect(one?.keep(atMost - 10)).toBe(true)
    expect(two?.keep(11)).toBe(false)
    expect(two?.keep(10)).toBe(true)
    one?.leave()
    expect(two?.keep(atMost - 10)).toBe(true)
    expect(two?.keep(1)).toBe(false)
  })
})
