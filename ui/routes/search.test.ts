/** What an address may carry: anybody can write one. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ownPath } from '../sign-in/provider.ts'
import { choice, texts } from './search.ts'

it('keeps the texts it knows, also those that look like numbers, and drops the rest', () => {
  const read = texts('q', 'from')
  expect(read({ q: 42, from: '', other: 'x' })).toEqual({ q: '42' })
  expect(read({ q: { $ne: 1 }, from: ['a'] })).toEqual({})
})

it('keeps one of the values that there are', () => {
  const read = choice('tab', ['members', 'keys'])
  expect(read({ tab: 'keys' })).toEqual({ tab: 'keys' })
  expect(read({ tab: 'constructor' })).toEqual({})
})

it('never throws, whatever stands in an address', () => {
  const read = texts('q')
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.anything()), (raw) => void read(raw)))
})

it.each([
  ['/groups/sales?tab=grants', '/groups/sales?tab=grants'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  // Browsers leave tabs and line ends out of addresses.
  ['/\t/elsewhere.example', '/'],
  ['https://elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
])('after signing in %s leads to %s: never away from us', (asked, leads) => {
  expect(ownPath(asked)).toBe(leads)
})
