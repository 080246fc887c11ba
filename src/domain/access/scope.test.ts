import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STANDARD_TYPES } from '../hubspot/object-types.ts'
import { compareScopes, describeScope, parseScope, SCOPES, scopeOf, type Scope } from './scope.ts'

const CUSTOM = [{ name: 'car', objectTypeId: '2-987', fullyQualifiedName: 'p123_Car' }]
const read = (text: string, custom?: typeof CUSTOM) => {
  const parsed = parseScope(text, custom)
  return parsed.ok ? parsed.value : parsed.error
}

describe('the public list of scopes', () => {
  it('keeps its names and order, because grants, files and programs are written with them', () => {
    expect(SCOPES.map(({ scope }) => scope)).toEqual([
      'contacts:read',
      'contacts:write',
      'companies:read',
      'companies:write',
      'deals:read',
      'deals:write',
      'content:read',
      'content:write',
      'analytics:read',
      'contacts:merge',
      'contacts:gdpr-delete',
      'companies:merge',
      'deals:merge',
      'tickets:read',
      'tickets:write',
      'tickets:merge',
      'owners:read',
      'lists:read',
      'lists:write',
      'forms:read',
      'forms:write',
      'users:read',
      'users:write',
      'meetings:read',
      'meetings:write',
      'engagements:read',
      'engagements:write',
      'files:read',
      'files:write',
      'files:gdpr-delete',
      'marketing-email:read',
      'marketing-email:write',
      'schema:read',
      'schema:write',
      'imports:read',
      'imports:write',
      'exports:read',
      'exports:write',
    ])
  })

  it('says of each in plain words what it lets people do', () => {
    for (const { scope, description } of SCOPES) {
      expect(description.length, scope).toBeGreaterThan(15)
      expect(describeScope(scope)).toBe(description)
    }
    expect(describeScope('objects.line_items:write')).toBe(
      'Create, change, associate and archive line items records',
    )
    expect(describeScope('objects.car:merge')).toContain('cannot be undone')
  })

  it('does not let any scope be a part of another: each has its own resource and verb', () => {
    for (const { scope } of SCOPES) {
      const [resource = '', verb = ''] = scope.split(':')
      expect(scopeOf(resource, verb)).toBe(scope)
    }
    expect(scopeOf('companies', 'gdpr-delete')).toBeUndefined()
    expect(scopeOf('engagements', 'merge')).toBeUndefined()
    expect(scopeOf('contacts', '*')).toBeUndefined()
    expect(scopeOf('objects.*', 'read')).toBeUndefined()
  })
})

describe('parseScope', () => {
  it('takes any case and outer spaces, so that a file written by hand works', () => {
    expect(read('  Contacts:READ ')).toBe('contacts:read')
    expect(read('Objects.Car:Read')).toBe('objects.car:read')
  })

  it('brings an object under any alias to its one name, so that two spellings are one grant', () => {
    for (const alias of ['product', 'PRODUCTS', '0-7'])
      expect(read(`objects.${alias}:read`)).toBe('objects.products:read')
    for (const alias of ['car', 'p123_car', '2-987'])
      expect(read(`objects.${alias}:write`, CUSTOM)).toBe('objects.car:write')
  })

  it('takes the plain name of a custom object before the schemas are read, but not an id', () => {
    expect(read('objects.car:read')).toBe('objects.car:read')
    expect(read('objects.2-987:read')).toMatchObject({
      reason: 'scope_unknown',
      message: expect.stringContaining('objects.car:read'),
    })
  })

  it('refuses a custom object that the connection does not have, and names the near one', () => {
    expect(read('objects.cat:read', CUSTOM)).toMatchObject({
      near: expect.arrayContaining(['objects.car:read']),
    })
  })

  it('leads from `objects.contacts` and `objects.notes` to the scope that governs them', () => {
    expect(read('objects.contacts:read')).toMatchObject({ near: ['contacts:read'] })
    expect(read('objects.notes:write')).toMatchObject({ near: ['engagements:write'] })
    expect(read('objects.notes:merge')).toMatchObject({ reason: 'scope_unknown' })
  })

  it('names the near scope for a slip of the pen, and for HubSpot’s own spelling', () => {
    expect(read('contact:read')).toMatchObject({ near: expect.arrayContaining(['contacts:read']) })
    expect(read('deals')).toMatchObject({ near: expect.arrayContaining(['deals:read']) })
    expect(read('crm.objects.contacts.read')).toMatchObject({ near: ['contacts:read'] })
    expect(read('nonsense')).toMatchObject({ near: [], message: '“nonsense” is not a scope.' })
  })

  it('refuses a custom object named like one of HubSpot’s own: its grant would cover both', () => {
    const twin = [{ name: 'products', objectTypeId: '2-5', fullyQualifiedName: 'p1_products' }]
    expect(read('objects.p1_products:read', twin)).toMatchObject({
      reason: 'scope_unknown',
      message: expect.stringContaining('products'),
    })
  })

  it('never throws, and gives back whatever it accepted', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor:read')),
        (text) => {
          const parsed = parseScope(text)
          if (parsed.ok) expect(parseScope(parsed.value)).toEqual(parsed)
        },
      ),
    )
  })
})

it('sorts scopes by the table, then objects by name, whatever order they came in', () => {
  const shown: Scope[] = [
    'contacts:read',
    'analytics:read',
    'exports:write',
    'objects.car:read',
    'objects.products:read',
    'objects.products:write',
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(shown, { minLength: shown.length }), (mixed) => {
      expect([...mixed].sort(compareScopes)).toEqual(shown)
    }),
  )
})

it('has read and write for the records of every standard object', () => {
  for (const { name, resource } of STANDARD_TYPES)
    for (const verb of ['read', 'write']) expect(scopeOf(resource, verb), name).toBeDefined()
})
