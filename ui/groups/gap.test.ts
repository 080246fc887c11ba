import { expect, test } from 'vitest'
import { coverage } from '../../src/domain/hubspot/hubspot-scopes.ts'
import { gapIn } from './gap.ts'

const gapOf = (scope: string, ...held: string[]) => {
  const row = coverage(held).find((one) => one.scope === scope)
  if (!row) throw new Error(`${scope} is no scope`)
  return gapIn({ ...row, needed: [...row.needed], missing: [...row.missing] })
}

test('a scope works where only what opens a further part is missing', () => {
  expect(gapOf('content:read', 'content')).toMatchObject({ works: 'part', missing: ['hubdb'] })
})

test('it does nothing where what it needs is missing, though a part is held', () => {
  expect(gapOf('content:read', 'hubdb')).toMatchObject({ works: 'none', missing: ['content'] })
  expect(gapOf('content:read')).toMatchObject({ works: 'none' })
  expect(gapOf('files:read')).toMatchObject({ works: 'none' })
})

test('nothing is said where all is held', () => {
  expect(gapOf('content:read', 'content', 'hubdb')).toBeUndefined()
  expect(gapOf('contacts:read', 'crm.objects.contacts.read')).toBeUndefined()
})
