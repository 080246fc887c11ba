/** What is found by typing in a long list. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holds, wordsOf } from './use-find.ts'

describe('finding by typing', () => {
  it('wants every word, in any order and case', () => {
    expect(holds('Sales EMEA, field and inside', wordsOf('  field sales '))).toBe(true)
    expect(holds('Sales EMEA, field and inside', wordsOf('field APAC'))).toBe(false)
  })

  it('finds every row by any part of its own text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (text, from, length) => {
        // Lower-casing a part may differ from a part of what was lower-cased: "Σ" at a word's end.
        const lower = text.toLowerCase()
        expect(holds(lower, wordsOf(lower.slice(from, from + length)))).toBe(true)
      }),
    )
  })
})
