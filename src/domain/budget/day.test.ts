import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { midnightsAround } from './day.ts'

const iso = (instants: readonly number[]): string[] =>
  instants.map((instant) => new Date(instant).toISOString().replace('.000Z', 'Z'))
const around = (at: string, zone: string): string[] => iso(midnightsAround(Date.parse(at), zone))

describe('the midnights of a zone', () => {
  it('are four: of yesterday, today, tomorrow and the day after', () => {
    expect(around('2026-11-21T12:00:00Z', 'UTC')).toEqual([
      '2026-11-20T00:00:00Z',
      '2026-11-21T00:00:00Z',
      '2026-11-22T00:00:00Z',
      '2026-11-23T00:00:00Z',
    ])
  })

  it('lie 23 and 25 hours apart where summer time begins and ends', () => {
    expect(around('2026-03-08T12:00:00Z', 'America/New_York').slice(1, 3)).toEqual([
      '2026-03-08T05:00:00Z',
      '2026-03-09T04:00:00Z',
    ])
    expect(around('2026-11-01T12:00:00Z', 'America/New_York').slice(1, 3)).toEqual([
      '2026-11-01T04:00:00Z',
      '2026-11-02T05:00:00Z',
    ])
  })

  it('are the first instant of the day where the change swallows midnight itself', () => {
    // Chile, 2026-09-06: at 00:00 the clocks go to 01:00.
    expect(around('2026-09-06T12:00:00Z', 'America/Santiago')[1]).toBe('2026-09-06T04:00:00Z')
  })

  it('know zones of half and three quarter hours, and beyond the date line', () => {
    expect(around('2026-06-01T12:00:00Z', 'Asia/Kathmandu')[1]).toBe('2026-05-31T18:15:00Z')
    expect(around('2026-06-01T12:00:00Z', 'Pacific/Kiritimati')[1]).toBe('2026-06-01T10:00:00Z')
  })

  it('enclose the instant, and no two are more than a day and a change apart', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2024-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (zone, date) => {
          const [before, today, tomorrow, after] = midnightsAround(date.getTime(), zone)
          expect(today).toBeLessThanOrEqual(date.getTime())
          expect(tomorrow).toBeGreaterThan(date.getTime())
          for (const [a, b] of [
            [before, today],
            [today, tomorrow],
            [tomorrow, after],
          ])
            expect(Math.abs((b ?? 0) - (a ?? 0) - 86_400_000)).toBeLessThanOrEqual(2 * 3_600_000)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('refuse a zone that nobody knows', () => {
    expect(() => midnightsAround(0, 'Mars/Olympus')).toThrow(RangeError)
  })
})
