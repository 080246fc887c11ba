/** HubSpot's silence takes nothing away, and fills nothing in that nobody knows. */
import { expect, test } from 'vitest'
import { keepKnown } from './keep-known.ts'
import type { AccountReading } from './ports.ts'

const SAID: AccountReading = {
  baseUrl: 'https://api.hubapi.com',
  portalId: 7,
  portalName: 'Harbour Tea',
  accountType: 'STANDARD',
  hublet: 'eu1',
  uiDomain: 'app-eu1.hubspot.com',
  timeZone: 'Europe/Berlin',
  hubspotUserId: 1,
  hubspotAppId: 2,
  hubspotScopes: ['oauth'],
  customObjectTypes: [{ name: 'car', objectTypeId: '2-1', fullyQualifiedName: 'p7_car' }],
  notices: [],
}
const SILENT: AccountReading = {
  ...SAID,
  portalName: null,
  accountType: 'UNKNOWN',
  hublet: 'na1',
  uiDomain: 'app.hubspot.com',
  timeZone: 'UTC',
  hubspotUserId: null,
  hubspotAppId: null,
  hubspotScopes: [],
  customObjectTypes: [],
  unheard: ['account', 'holder', 'customObjectTypes'],
}

test('what was known stays, and counts as heard from then on', () => {
  expect(keepKnown(SILENT, SAID)).toEqual({ ...SAID, unheard: [] })
})

test('what neither knows stays unheard, part by part', () => {
  const known = { ...SAID, unheard: ['account', 'holder'] as const }
  const { customObjectTypes } = SAID
  expect(keepKnown(SILENT, known)).toEqual({
    ...SILENT,
    customObjectTypes,
    unheard: ['account', 'holder'],
  })
})

test('what HubSpot says now is believed, also that there is nothing', () => {
  const said = { ...SILENT, unheard: [] }
  expect(keepKnown(said, SAID)).toEqual(said)
  expect(keepKnown({ ...SILENT, unheard: ['holder'] }, SAID)).toMatchObject({
    timeZone: 'UTC',
    customObjectTypes: [],
    hubspotScopes: ['oauth'],
  })
})
