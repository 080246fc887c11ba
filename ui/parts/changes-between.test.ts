import { describe, expect, it } from 'vitest'
import { changesBetween } from './changes-between.ts'

describe('what a change did to a thing', () => {
  it('is told by field, in things within things too', () => {
    expect(
      changesBetween(
        { title: 'Old', budget: { daily: 3 } },
        { title: 'New', budget: { daily: 3, burst: 9 } },
      ),
    ).toEqual([
      { field: 'title', kind: 'changed', before: 'Old', after: 'New' },
      { field: 'budget.burst', kind: 'added', before: null, after: '9' },
    ])
  })

  it('names the members of a list that came and went, not the whole list', () => {
    expect(changesBetween({ scopes: ['a', 'b'] }, { scopes: ['b', 'c'] })).toEqual([
      { field: 'scopes', kind: 'added', before: null, after: 'c' },
      { field: 'scopes', kind: 'removed', before: 'a', after: null },
    ])
  })

  it('says all that a new thing has and a removed one had, and nothing of empty fields', () => {
    expect(changesBetween(null, { name: 'sales', text: '', end: null })).toEqual([
      { field: 'name', kind: 'added', before: null, after: 'sales' },
    ])
    expect(changesBetween({ shared: true }, null)).toEqual([
      { field: 'shared', kind: 'removed', before: 'yes', after: null },
    ])
    expect(changesBetween(undefined, null)).toEqual([])
  })
})
