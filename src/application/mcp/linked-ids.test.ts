import { expect, it } from 'vitest'
import { connectionNamed } from '../../../tests/support/organisation.ts'
import { linkedIds } from './linked-ids.ts'

const connection = {
  ...connectionNamed('main'),
  portalId: 123,
  customObjectTypes: [{ name: 'car', objectTypeId: '2-987', fullyQualifiedName: 'p123_car' }],
}
const ids = (objectType: string, ...given: string[]) => linkedIds(connection, objectType, given)
const app = 'https://app-eu1.hubspot.com/contacts/123'

it('takes the address of a record where it takes its id', () => {
  expect(ids('deals', '5', `${app}/record/0-3/7`, `${app}/deal/8`)).toEqual({
    ok: true,
    value: ['5', '7', '8'],
  })
  expect(ids('car', `${app}/record/2-987/9`)).toMatchObject({ value: ['9'] })
})

it('leaves alone what may be a value of a unique property', () => {
  const values = [
    'ana@example.com',
    'https://www.example.com/a',
    '2-987',
    'https://app.example.com/',
  ]
  expect(ids('companies', ...values)).toMatchObject({ value: values })
})

it('refuses in words what is of another portal or type, or no record', () => {
  const message = (objectType: string, link: string) => {
    const read = ids(objectType, link)
    return read.ok ? 'accepted' : read.error.message
  }
  expect(message('deals', 'https://app.hubspot.com/contacts/9/deal/5')).toContain('portal 9')
  expect(message('contacts', `${app}/deal/5`)).toContain('record of deals')
  expect(message('deals', `${app}/objects/0-3`)).toContain('no record')
  expect(message('deals', 'https://app.hubspot.com/contacts')).toContain('cannot be read')
})
