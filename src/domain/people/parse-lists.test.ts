/** HubSpot's lists of people are read strictly: a row that is left out would look like one who left. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listedCrmUser, listedOwner, listedUser, parsePage, totalOf } from './parse-lists.ts'

const row = { id: '71667832', email: 'ana@example.com', superAdmin: false, roleIds: [] }
const page = (...results: unknown[]) => ({ results })

describe('a page of users', () => {
  it('is read as HubSpot documents it, whichever form an id has', () => {
    const told = { ...row, id: 71667832, roleId: '51001', roleIds: ['51002'], primaryTeamId: 7 }
    expect(parsePage(page(told), listedUser)).toEqual({
      items: [
        {
          userId: '71667832',
          email: 'ana@example.com',
          firstName: null,
          lastName: null,
          superAdmin: false,
          permissionSetIds: ['51001', '51002'],
          primaryTeamId: '7',
          secondaryTeamIds: [],
          seats: [],
        },
      ],
      after: null,
    })
  })

  it('names the next one where there is one', () => {
    const next = { next: { after: 'abc', link: 'https://example.com' } }
    expect(parsePage({ results: [row], paging: next }, listedUser)?.after).toBe('abc')
    expect(parsePage({ results: [row], paging: {} }, listedUser)?.after).toBeNull()
  })

  it.each([
    ['no object', '<html>'],
    ['no results', {}],
    ['a row without an id', page({ ...row, id: '' })],
    ['a row without an address', page({ ...row, email: undefined })],
    ['a row that does not say who may do everything', page({ ...row, superAdmin: 'no' })],
    ['a row whose seats are no list', page({ ...row, seatNames: 'core' })],
    ['a row that is none', page(row, null)],
    ['a next page without a cursor', { results: [row], paging: { next: {} } }],
  ])('is no page with %s', (_, body) => {
    expect(parsePage(body, listedUser)).toBeUndefined()
  })

  it('never throws, and never takes a part of a page for the whole', () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.anything()), (body, results) => {
        for (const rowOf of [listedUser, listedOwner, listedCrmUser] as const) {
          parsePage(body, rowOf as typeof listedUser)
          const read = parsePage({ results }, rowOf as typeof listedUser)
          if (read) expect(read.items).toHaveLength(results.length)
        }
        totalOf(body)
      }),
      { numRuns: 2_000 },
    )
  })

  it('can be stored, whatever a name has in it', () => {
    const odd = { ...row, firstName: 'A\0na', lastName: 'Lo\uD800pez' }
    const [user] = parsePage(page(odd), listedUser)?.items ?? []
    expect(user).toMatchObject({ firstName: 'A\uFFFDna', lastName: 'Lo\uFFFDpez' })
  })
})

it('an archived owner is known by the user who was behind it', () => {
  const owner = { id: '5', archived: true, userId: null, userIdIncludingInactive: 8200017 }
  expect(listedOwner(owner)).toEqual({ ownerId: '5', userId: '8200017', archived: true })
})
