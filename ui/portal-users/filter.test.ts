/** An address that anybody may have written, as the query of the API: it never asks what is refused. */
import { describe, expect, it } from 'vitest'
import { chipsOf, filterOf, queryOf } from './filter.ts'

describe('the filter of portal users', () => {
  it('is the address, in the names of the API', () => {
    const filter = filterOf({
      tab: 'users',
      q: ' ana ',
      presence: 'missing',
      alert: 'dormant',
      admins: 'no',
      team: '7',
      set: '9',
    })
    expect(queryOf(filter)).toEqual({
      search: 'ana',
      presence: 'missing',
      alert: 'dormant',
      superAdmin: 'false',
      team: '7',
      permissionSet: '9',
    })
  })

  it('leaves out what the API would refuse', () => {
    const filter = filterOf({ presence: 'gone', alert: '', admins: '1', q: 'x'.repeat(900) })
    expect(queryOf(filter)).toEqual({ search: 'x'.repeat(200) })
  })

  it('names teams and permission sets where they are known, and else by their ids', () => {
    const known = { teams: [{ id: '7', name: 'EMEA' }], permissionSets: [] }
    expect(chipsOf({ q: 'ana', team: '7', set: '9', alert: 'orphan' }, known)).toEqual([
      { name: 'alert', label: 'Alert', value: 'Nobody here' },
      { name: 'team', label: 'Team', value: 'EMEA' },
      { name: 'set', label: 'Permission set', value: '9' },
    ])
  })
})
