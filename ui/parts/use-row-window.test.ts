/** Which rows are drawn: a row that is kept costs one row, never the order and never a row in view. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rangeWith } from './use-row-window.ts'

const ranges = fc
  .record({
    count: fc.integer({ min: 1, max: 500 }),
    from: fc.nat(499),
    seen: fc.nat(30),
    overscan: fc.nat(20),
  })
  .map(({ count, from, seen, overscan }) => {
    const startIndex = Math.min(from, count - 1)
    return { startIndex, endIndex: Math.min(startIndex + seen, count - 1), overscan, count }
  })

describe('rows that are drawn', () => {
  it('are those of the range and the kept one, in order and once', () => {
    fc.assert(
      fc.property(ranges, fc.option(fc.nat(600), { nil: undefined }), (range, kept) => {
        const drawn = rangeWith(range, kept)
        expect(drawn).toEqual([...new Set(drawn)].toSorted((a, b) => a - b))
        for (let at = range.startIndex; at <= range.endIndex; at += 1) expect(drawn).toContain(at)
        // A list may have become shorter than where the focus was.
        expect(drawn.every((at) => at < range.count)).toBe(true)
        if (kept !== undefined && kept < range.count) expect(drawn).toContain(kept)
        expect(drawn.length).toBeLessThanOrEqual(
          range.endIndex - range.startIndex + 1 + 2 * range.overscan + 1,
        )
      }),
    )
  })
})
