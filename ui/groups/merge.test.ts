import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countChanges, keyOf, rowsOf, same, type Matrix } from './matrix.ts'
import { differences, merged, proposed, type Choices } from './merge.ts'

const END = '2027-01-31T00:00:00.000Z'
const cell = (scope: string, end: string | null = null): string =>
  keyOf({ connection: 'con_1', scope, end })
const matrix = (...keys: string[]): Matrix => new Set(keys)

const matrices = fc
  .uniqueArray(
    fc.record({
      connection: fc.constantFrom('con_1', 'con_2'),
      scope: fc.constantFrom('contacts:read', 'contacts:write', 'deals:read'),
      end: fc.constantFrom(null, END),
    }),
    { selector: keyOf },
  )
  .map((cells): Matrix => new Set(cells.map(keyOf)))

describe('two admins edited one group', () => {
  test('what only one of them touched is proposed as that one left it', () => {
    const before = matrix(cell('contacts:read'))
    const mine = matrix(cell('contacts:read'), cell('deals:read'))
    const theirs = matrix()
    const found = differences(before, mine, theirs)
    expect(found.map(({ scope, changedBy }) => [scope, changedBy])).toEqual([
      ['contacts:read', 'theirs'],
      ['deals:read', 'mine'],
    ])
    expect([...merged(theirs, found, proposed(found))]).toEqual([cell('deals:read')])
  })

  test('where both changed a cell differently nothing is chosen for them', () => {
    const before = matrix(cell('contacts:read'))
    const found = differences(before, matrix(cell('contacts:read', END)), matrix())
    expect(found.map(({ changedBy }) => changedBy)).toEqual(['both'])
    expect(proposed(found)).toEqual({})
  })

  test('the same change by both is no difference', () => {
    const both = matrix(cell('contacts:read'))
    expect(differences(matrix(), both, both)).toEqual([])
  })

  test('keeping mine everywhere saves exactly what I see, taking theirs exactly what they saved', () => {
    fc.assert(
      fc.property(matrices, matrices, matrices, (before, mine, theirs) => {
        const found = differences(before, mine, theirs)
        const all = (side: 'mine' | 'theirs'): Choices =>
          Object.fromEntries(found.map(({ key }) => [key, side]))
        expect(same(merged(theirs, found, all('mine')), mine)).toBe(true)
        expect(same(merged(theirs, found, all('theirs')), theirs)).toBe(true)
        expect(found.length).toBe(countChanges(theirs, mine))
      }),
    )
  })

  test('what is sent holds every cell once, a row per connection and end', () => {
    fc.assert(
      fc.property(matrices, (some) => {
        const rows = rowsOf(some)
        const sent = rows.flatMap(({ connection, scopes, expiresAt }) =>
          scopes.map((scope) => keyOf({ connection, scope, end: expiresAt as string | null })),
        )
        expect(same(new Set(sent), some)).toBe(true)
        expect(sent.length).toBe(some.size)
        expect(new Set(rows.map((row) => `${row.connection} ${String(row.expiresAt)}`)).size).toBe(
          rows.length,
        )
      }),
    )
  })
})
