import { expect, it } from 'vitest'
import { OPERATIONS } from '../../domain/hubspot/operations/catalogue.ts'
import { DEFINITIONS } from './ask-definitions.ts'

const allowed = OPERATIONS.filter(({ name }) => DEFINITIONS.has(name))

it('what is read without a grant only reads, and is written out here', () => {
  expect(allowed.map(({ name }) => name).toSorted()).toEqual([
    'crm.lists.get',
    'crm.lists.map-legacy-id',
    'crm.lists.search',
    'crm.pipelines.get',
    'crm.pipelines.list',
    'crm.properties.get',
    'crm.schemas.get',
    'crm.schemas.list',
    'marketing.forms.get',
    'marketing.forms.list',
    'scheduler.list-links',
  ])
  expect(allowed.filter(({ access, retrySafe }) => access !== 'read' || !retrySafe)).toEqual([])
})

it('none of it answers with records, members of lists, submissions or bookings', () => {
  const paths = allowed.flatMap(({ templates }) => templates)
  expect(
    paths.filter((path) => /objects|memberships|submissions|book|search\/|owners|users/.test(path)),
  ).toEqual([])
})
