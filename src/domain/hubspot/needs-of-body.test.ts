import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchOperation } from './match-operation.ts'
import { needsBody, scopesBeforeBody, scopesNeeded } from './needs.ts'
import { OPERATIONS } from './operations/catalogue.ts'

/** The scopes of a call with this body, or the reason of its refusal. */
function needs(method: string, path: string, body: unknown): readonly string[] | string {
  const matched = matchOperation(method, path.split('/').slice(1))
  if (!matched.ok) return matched.error.reason
  const scopes = scopesNeeded({ ...matched.value, query: [] }, body, [])
  return scopes.ok ? scopes.value : scopes.error.reason
}

const link = (associationTypeId: number) => ({
  to: { id: '1' },
  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
})

describe('bodies', () => {
  it('refuses a deciding key in another case, which a lenient reader would take for the key', () => {
    const associations = [link(279)]
    for (const [method, path, body] of [
      ['POST', '/crm/v3/objects/contacts', { Associations: associations }],
      ['POST', '/crm/v3/objects/contacts', { associations: [{ ...link(279), Types: [] }] }],
      ['POST', '/crm/v3/objects/contacts/batch/create', { inputs: [], INPUTS: [{ associations }] }],
      ['POST', '/crm/v3/objects/contacts/batch/create', { inputs: [{ ASSOCIATIONS: [] }] }],
      ['POST', '/crm/v3/exports/export/async', { objectType: '0-1', AssociatedObjectType: '0-3' }],
      ['POST', '/engagements/v1/engagements', { Associations: { dealIds: [1] } }],
    ] as const)
      expect(needs(method, path, body), JSON.stringify(body)).toBe('body_unreadable')
    const properties = { Associations: 'x', inputs: 'y' }
    expect(needs('POST', '/crm/v3/objects/contacts', { properties })).toEqual(['contacts:write'])
  })

  it('are refused unread where they decide, and not looked at where they do not', () => {
    for (const operation of OPERATIONS.filter(needsBody))
      for (const body of [undefined, null, [], 'x', 1]) {
        const params = Object.fromEntries(operation.typesInPath.map((name) => [name, 'contacts']))
        expect(scopesNeeded({ operation, params, query: [] }, body, [])).toMatchObject({
          error: { reason: 'body_unreadable' },
        })
      }
    expect(needs('PATCH', '/crm/v3/objects/contacts/1', 'not looked at')).toEqual([
      'contacts:write',
    ])
  })

  it('never make it throw, whatever JSON they are, and only ever add to the scopes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OPERATIONS.filter(needsBody)),
        fc.oneof(
          fc.jsonValue(),
          fc.dictionary(
            fc.constantFrom(
              'associations',
              'inputs',
              'objectType',
              'objectTypeId',
              'filters',
              'types',
              '__proto__',
            ),
            fc.jsonValue(),
          ),
        ),
        (operation, body) => {
          const params = Object.fromEntries(operation.typesInPath.map((name) => [name, 'contacts']))
          const call = { operation, params, query: [] }
          const before = scopesBeforeBody(call, [])
          const whole = scopesNeeded(call, body, [])
          if (whole.ok && before.ok)
            expect(whole.value).toEqual(expect.arrayContaining([...before.value]))
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('may be as deep as they like', () => {
    let body: unknown = { propertyName: 'associations.deals' }
    for (let depth = 0; depth < 100_000; depth++) body = { filters: [body] }
    expect(needs('POST', '/crm/v3/objects/contacts/search', body)).toEqual([
      'contacts:read',
      'deals:read',
    ])
  })
})
