import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SCOPES, type Scope } from '../access/scope.ts'
import { isCovered } from './hubspot-scopes.ts'
import { scopesToTick } from './scopes-to-tick.ts'

const ALL: readonly Scope[] = [
  ...SCOPES.map(({ scope }) => scope),
  'objects.products:read',
  'objects.line_items:write',
  'objects.car:read',
]

test('what is to be ticked is enough for every chosen scope, and nothing of it can be left out', () => {
  fc.assert(
    fc.property(fc.subarray([...ALL]), (chosen) => {
      const { toTick } = scopesToTick(chosen)
      expect(chosen.filter((scope) => !isCovered(scope, toTick))).toEqual([])
      for (const each of toTick) {
        const without = toTick.filter((one) => one !== each)
        expect(chosen.every((scope) => isCovered(scope, without))).toBe(false)
      }
    }),
  )
})

test('every suggestion is one of its choices, every HubSpot scope says what wants it', () => {
  fc.assert(
    fc.property(fc.subarray([...ALL]), (chosen) => {
      const { required, oneOf, optional, toTick } = scopesToTick(chosen)
      for (const { choices, suggested } of oneOf) expect(choices).toContain(suggested)
      for (const { forScopes } of [...required, ...oneOf, ...optional])
        expect(forScopes.every((scope) => chosen.includes(scope))).toBe(true)
      expect(optional.filter(({ hubspotScope }) => toTick.includes(hubspotScope))).toEqual([])
      expect(new Set(toTick).size).toBe(toTick.length)
    }),
  )
})

test('nothing chosen is nothing to tick', () => {
  expect(scopesToTick([])).toEqual({ required: [], oneOf: [], optional: [], toTick: [] })
})
