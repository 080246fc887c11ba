import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveObjectType, STANDARD_TYPES, standardType } from './object-types.ts'

const CAR = { name: 'Car', objectTypeId: '2-987', fullyQualifiedName: 'p123_Car' }
const nameOf = (text: string, custom = [CAR]) => {
  const type = resolveObjectType(text, custom)
  return type.ok ? type.value.name : type.error.reason
}

describe('resolveObjectType', () => {
  it('sees one type in every alias that HubSpot takes, in any case', () => {
    for (const text of ['0-1', 'contact', 'contacts', 'CONTACT', 'Contacts'])
      expect(nameOf(text)).toBe('contacts')
    for (const text of ['0-8', 'line_item', 'LINE_ITEMS']) expect(nameOf(text)).toBe('line_items')
    for (const text of ['0-74', 'goals', 'goal_targets']) expect(nameOf(text)).toBe('goal_targets')
    for (const text of ['car', 'CAR', 'p123_car', 'P123_CAR', '2-987'])
      expect(nameOf(text)).toBe('car')
  })

  it('keeps notes, calls and the like apart from contacts, though HubSpot does not', () => {
    const engagements = STANDARD_TYPES.filter(({ resource }) => resource === 'engagements')
    expect(engagements.map(({ name }) => name)).toEqual([
      'communications',
      'tasks',
      'notes',
      'meetings',
      'calls',
      'emails',
      'postal_mail',
    ])
  })

  it('reads a fully qualified name without the schemas, but no bare id or name', () => {
    expect(resolveObjectType('p9_boat', [])).toEqual({
      ok: true,
      value: { name: 'boat', objectTypeId: null, resource: 'objects.boat' },
    })
    expect(nameOf('2-988')).toBe('custom_type_unknown')
    expect(nameOf('boat')).toBe('object_type_unknown')
  })

  it('refuses unknown standard ids and near names, and says what may have been meant', () => {
    expect(nameOf('0-999')).toBe('object_type_unknown')
    expect(resolveObjectType('contcts', [])).toMatchObject({ error: { near: ['contacts'] } })
  })

  it('refuses a custom object with the name of a standard one, by its id and its full name', () => {
    const twin = { name: 'deals', objectTypeId: '2-4', fullyQualifiedName: 'p123_deals' }
    expect(nameOf('2-4', [twin])).toBe('object_type_ambiguous')
    expect(nameOf('p123_deals', [twin])).toBe('object_type_ambiguous')
    expect(nameOf('p123_deals', [])).toBe('object_type_ambiguous')
    expect(nameOf('deals', [twin])).toBe('deals')
  })

  it('never throws and never takes a text with a separator in it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const type = resolveObjectType(text, [CAR])
        if (type.ok) expect(text).toMatch(/^[A-Za-z0-9_-]+$/)
      }),
    )
  })
})

it('gives no two standard types the same id or name', () => {
  const ids = STANDARD_TYPES.flatMap(({ objectTypeId }) => objectTypeId ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(STANDARD_TYPES.map(({ name }) => name)).size).toBe(STANDARD_TYPES.length)
  for (const type of STANDARD_TYPES) expect(standardType(type.name)).toBe(type)
})
