/**
 * The whole product with two replicas: a live call that HubSpot refuses is enough for its key's end
 * to be known, told and acted on within seconds, without anybody asking; and the way back.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { healthEndpoints } from '../../src/surfaces/admin/contract/health.ts'
import { askAdmin } from '../support/command.ts'
import { product, type Member, type Product } from '../support/product.ts'

let it: Product
let seller: Member
beforeAll(async () => {
  it = await product({
    replicas: 2,
    portal: {
      tokens: [
        {
          scopes: [
            'oauth',
            'crm.objects.contacts.read',
            'crm.objects.contacts.write',
            'crm.objects.deals.read',
            'crm.objects.deals.write',
          ],
        },
      ],
    },
  })
  seller = await it.member('seller', [
    'contacts:read',
    'contacts:write',
    'deals:read',
    'deals:write',
  ])
})
afterAll(() => it.close())

const health = async () =>
  healthEndpoints.get.answer.parse(
    await askAdmin(it.urls[1] ?? '', it.adminKey, 'GET', '/connections/main/health'),
  )
const call = (path: string, init: RequestInit = {}) =>
  fetch(`${it.urls[0]}/hubspot/main${path}`, {
    ...init,
    headers: { authorization: `Bearer ${seller.key}`, 'content-type': 'application/json' },
  })
const contacts = async (): Promise<number> => {
  const answer = await call('/crm/v3/objects/contacts?limit=1')
  await answer.body?.cancel()
  return answer.status
}

test('one refused call is enough', { timeout: 90_000 }, async () => {
  expect(await contacts()).toBe(200)
  it.portal.tokens[0]!.disabled = true
  expect(await contacts()).toBe(409)
  await expect
    .poll(async () => (await health()).connection.state, { timeout: 40_000, interval: 300 })
    .toBe('needs_reauth')
  const { diagnosis, periods } = await health()
  expect(diagnosis).toMatchObject({ condition: 'revoked', severity: 'urgent' })
  expect(periods.map((period) => period.diagnosis.condition)).toContain('revoked')
  // Refused by Hubward now: HubSpot is not bothered any more.
  const before = it.portal.requests.count({ path: /contacts/ })
  expect(await contacts()).toBe(409)
  expect(it.portal.requests.count({ path: /contacts/ })).toBe(before)
  const metrics = await fetch(`${it.urls[0]}/metrics`, {
    headers: { authorization: `Bearer ${it.adminKey}` },
  })
  expect(await metrics.text()).toContain(
    'hubward_connection_unwell{connection="main",condition="revoked"} 1',
  )
})

test('what HubSpot accepts again flows again', { timeout: 90_000 }, async () => {
  it.portal.tokens[0]!.disabled = false
  for (let look = 0; look < 2; look++)
    await askAdmin(it.urls[0] ?? '', it.adminKey, 'POST', '/connections/main/health/look')
  await expect.poll(contacts, { timeout: 10_000, interval: 200 }).toBe(200)
})

test(
  'a call refused for the key’s maker is passed on as it is, and remembered',
  { timeout: 60_000 },
  async () => {
    it.portal.switches.creatorRemoved = true
    const people = (await (await call('/crm/v3/objects/contacts?limit=1')).json()) as {
      results: { id: string }[]
    }
    const deals = (await (await call('/crm/v3/objects/deals?limit=1')).json()) as {
      results: { id: string }[]
    }
    const path = `/crm/v4/objects/contacts/${people.results[0]?.id}/associations/default/deals/${deals.results[0]?.id}`
    const answer = await call(path, { method: 'PUT' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('USER_DOES_NOT_HAVE_PERMISSIONS')
    await expect
      .poll(async () => (await health()).diagnosis.condition, { timeout: 40_000, interval: 300 })
      .toBe('creator_deactivated')
  },
)
