/** Wherever scopes stand in a list, they stand as an admin chose them in the first step. */
import { expect, it } from 'vitest'
import { inSections } from './scope-sections.ts'

const order = (...scopes: string[]) =>
  inSections(scopes.map((scope) => ({ scope }))).map(({ scope }) => scope)

it('keeps the verbs of a record together, customers before the website, unknown ones last', () => {
  expect(
    order(
      'contacts:read',
      'content:read',
      'novelties:read',
      'objects.orders:read',
      'contacts:merge',
      'tickets:read',
    ),
  ).toEqual([
    'contacts:read',
    'contacts:merge',
    'tickets:read',
    'content:read',
    'objects.orders:read',
    'novelties:read',
  ])
})
