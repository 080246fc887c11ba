import fc from 'fast-check'
import { expect, it } from 'vitest'
import { indexUrl, recordUrl } from './record-urls.ts'

const PLACE = {
  uiDomain: 'app-eu1.hubspot.com',
  portalId: 123,
  objectTypeId: '0-1',
  recordId: '451',
}

it('points at the record in the portal’s own region', () => {
  expect(recordUrl(PLACE)).toBe('https://app-eu1.hubspot.com/contacts/123/record/0-1/451')
  expect(recordUrl({ ...PLACE, objectTypeId: '2-987' })).toContain('/record/2-987/451')
})

it('points at the list of a type, by id or by name', () => {
  expect(indexUrl('app.hubspot.com', 123, 'deals')).toBe(
    'https://app.hubspot.com/contacts/123/objects/0-3',
  )
  expect(indexUrl('app.hubspot.com', 123, '2-987')).toContain('/objects/2-987')
  expect(indexUrl('app.hubspot.com', 123, 'nonsense')).toBeNull()
})

it('makes no address from a part that could lead elsewhere', () => {
  for (const uiDomain of [
    'evil.example',
    'hubspot.com.evil.example',
    'app.hubspot.com/x',
    'a@hubspot.com',
    '',
  ])
    expect(recordUrl({ ...PLACE, uiDomain }), uiDomain).toBeNull()
  fc.assert(
    fc.property(fc.string(), fc.string(), (objectTypeId, recordId) => {
      const url = recordUrl({ ...PLACE, objectTypeId, recordId })
      if (url !== null) expect(new URL(url).href).toBe(url)
    }),
  )
  expect(recordUrl({ ...PLACE, recordId: '../../x' })).toBeNull()
  expect(recordUrl({ ...PLACE, portalId: -1 })).toBeNull()
})
