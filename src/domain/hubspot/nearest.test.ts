import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

const NAMES = ['contacts', 'companies', 'deals', 'tickets']

it('suggests what is two slips away at most, nearest first, and beginnings', () => {
  expect(nearest('contcats', NAMES)).toEqual(['contacts'])
  expect(nearest('deal', NAMES)).toEqual(['deals'])
  expect(nearest('comp', NAMES)).toEqual(['companies'])
  expect(nearest('orders', NAMES)).toEqual([])
  expect(nearest('', NAMES)).toEqual([])
})

it('suggests only candidates, three at most, and finds the one that is meant', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const found = nearest(text, NAMES)
      expect(found.length).toBeLessThan(4)
      for (const each of found) expect(NAMES).toContain(each)
    }),
  )
  for (const name of NAMES) expect(nearest(name, NAMES)[0]).toBe(name)
})
