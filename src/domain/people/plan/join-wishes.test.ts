/** Several sources, one person: who is heard is the table's matter, never that of who came first. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DesiredUser } from '../desired-user.ts'
import { joinWishes } from './join-wishes.ts'

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const wish = (source: 'scim' | 'rules') =>
  fc
    .record({
      present: fc.boolean(),
      permissionSetId: optional(fc.constantFrom('1', '2', null)),
      primaryTeamId: optional(fc.constantFrom('7', null)),
      seats: optional(fc.subarray(['Core', 'Sales'])),
    })
    .map(({ present, ...fields }): DesiredUser => ({
      source,
      key: `${source} key`,
      userId: null,
      email: 'ana@example.com',
      present,
      // Whoever leaves is wished nothing else.
      ...(present && Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined))),
    }))
const FIELDS = ['permissionSetId', 'primaryTeamId', 'seats'] as const

test('the directory is heard first, rules fill in the rest, in whatever order they come', () => {
  fc.assert(
    fc.property(wish('scim'), wish('rules'), (scim, rules) => {
      const joined = joinWishes([scim, rules])
      expect(joinWishes([rules, scim])).toEqual(joined)
      if (scim.present && !rules.present) {
        expect(joined).toHaveProperty('conflict')
        return
      }
      if ('conflict' in joined) throw new Error(joined.conflict)
      expect(joined.wish).toMatchObject({ source: 'scim', present: scim.present })
      if (!scim.present) {
        for (const field of FIELDS) expect(joined.wish).not.toHaveProperty(field)
        expect(joined.notes).toHaveLength(rules.present ? 1 : 0)
        return
      }
      for (const field of FIELDS)
        expect(joined.wish[field]).toEqual(scim[field] === undefined ? rules[field] : scim[field])
      const differ = FIELDS.filter(
        (field) =>
          scim[field] !== undefined &&
          rules[field] !== undefined &&
          JSON.stringify(scim[field]) !== JSON.stringify(rules[field]),
      )
      expect(joined.notes).toHaveLength(differ.length > 0 ? 1 : 0)
    }),
  )
})

test('two entries of one source are two people or a mistake, and joined by nobody', () => {
  fc.assert(
    fc.property(wish('scim'), wish('scim'), (one, two) => {
      expect(joinWishes([one, { ...two, key: 'another' }])).toHaveProperty('conflict')
    }),
  )
})

test('what a review decided is given back by nobody: a contradiction is for a person to mend', () => {
  const decided = (more: Partial<DesiredUser>): DesiredUser => ({
    source: 'review',
    key: 'rvw_1:7',
    userId: '1',
    email: 'ana@example.com',
    present: true,
    ...more,
  })
  fc.assert(
    fc.property(wish('rules'), fc.constantFrom('1', null), (rules, permissionSetId) => {
      const removed = joinWishes([rules, decided({ present: false })])
      if (rules.present) expect(removed).toHaveProperty('conflict')
      else expect(removed).toMatchObject({ wish: { present: false } })
      const changed = joinWishes([decided({ permissionSetId }), rules])
      const differs =
        rules.permissionSetId !== undefined && rules.permissionSetId !== permissionSetId
      if (!rules.present) expect(changed).toMatchObject({ wish: { present: false } })
      else if (differs) expect(changed).toHaveProperty('conflict')
      else expect(changed).toMatchObject({ wish: { source: 'review', permissionSetId } })
    }),
  )
})
