// Three ids for one person: the user's, the CRM record's, the owner's. A reader joins them, and meets
// what makes joining by address a guess.
import { Client } from '@hubspot/api-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask, type WireItem } from '../testing/portal.ts'

const USERS = '/settings/users/2026-03'
const CRM = '/crm/objects/2026-03/users'
const WANTED =
  'properties=hs_internal_user_id,hs_email,hs_deactivated,hs_job_title,hubspot_owner_id'
let emulator: Emulator
let ask: Ask

beforeEach(async () => {
  emulator = await startPortal({ contacts: 40, users: 300 })
  ask = asker(emulator)
})
afterEach(() => emulator.close())

async function all(path: string): Promise<WireItem[]> {
  const found: WireItem[] = []
  for (let after = ''; ;) {
    const { json } = await ask('GET', `${path}limit=100${after && `&after=${after}`}`)
    found.push(...json.results)
    if (!json.paging) return found
    after = json.paging.next.after
  }
}

const search = async (type: string, property: string, value: string) =>
  (
    await ask('POST', `/crm/v3/objects/${type}/search`, {
      filterGroups: [{ filters: [{ propertyName: property, operator: 'EQ', value }] }],
      properties: ['hs_internal_user_id'],
      limit: 200,
    })
  ).json

test('the CRM record leads to the user by hs_internal_user_id, and its own id is another', async () => {
  const records = await all(`${CRM}?${WANTED}&`)
  const byUser = new Map(records.map((one) => [one.properties['hs_internal_user_id'], one]))
  expect(byUser.size).toBe(records.length)
  for (const user of emulator.portal.users.members()) {
    const record = byUser.get(String(user.id))
    expect(record !== undefined, user.state).toBe(user.activated)
    if (!record) continue
    expect(record.id).not.toBe(String(user.id))
    expect(record.properties['hubspot_owner_id']).toBe(user.ownerId)
    expect(record.properties['hs_deactivated']).toBe(String(user.state === 'deactivated'))
  }
  const one = await ask('GET', `${CRM}/8200017?idProperty=hs_internal_user_id&${WANTED}`)
  expect(one.json.id).toBe(byUser.get('8200017')!.id)
})

test('who joins by address meets other cases, and two records for one', async () => {
  const records = await all(`${CRM}?${WANTED}&`)
  const emails = records.map((one) => one.properties['hs_email']!)
  expect(emails.some((email) => email !== email.toLowerCase())).toBe(true)
  const lower = emails.map((email) => email.toLowerCase())
  expect(new Set(lower).size).toBeLessThan(lower.length)
})

test('one who was switched off is found, and an archived owner; one who is on again is neither', async () => {
  const before = (await search('users', 'hs_deactivated', 'true')).total
  const owner = emulator.people.find(8_200_017)!.ownerId
  const archived = async () =>
    (await all('/crm/v3/owners?archived=true&')).find(({ id }) => id === owner)
  expect(await archived()).toBeUndefined()
  emulator.people.happens(8_200_017, { event: 'deactivated' })
  const found = await search('users', 'hs_deactivated', 'true')
  expect(found.total).toBe(before + 1)
  expect(await archived()).toMatchObject({ userId: null, userIdIncludingInactive: 8_200_017 })
  emulator.people.happens(8_200_017, { event: 'reactivated' })
  expect((await search('users', 'hs_deactivated', 'true')).total).toBe(before)
  expect(await archived()).toBeUndefined()
})

test('a new user has no record before coming in, unless the switch says so; one who leaves keeps it', async () => {
  const record = (id: string) => search('users', 'hs_internal_user_id', id)
  const { json } = await ask('POST', USERS, { email: 'a@our-firm.example' })
  expect((await record(json.id)).total).toBe(0)
  emulator.people.happens(Number(json.id), { event: 'accepted' })
  expect((await record(json.id)).total).toBe(1)
  await ask('DELETE', `${USERS}/${json.id}`)
  expect((await record(json.id)).total).toBe(1)
  const owner = await ask('GET', `/crm/v3/owners/${json.id}?idProperty=userId&archived=true`)
  expect(owner.json).toMatchObject({ archived: true, userId: null })
  emulator.switches.crmUserNeedsActivation = false
  const early = await ask('POST', USERS, { email: 'b@our-firm.example' })
  expect((await record(early.json.id)).total).toBe(1)
})

test('records of users are read and changed, and neither made nor deleted here', async () => {
  const [first] = await all(`${CRM}?${WANTED}&`)
  const path = `${CRM}/${first!.id}`
  const patched = await ask('PATCH', path, { properties: { hs_job_title: 'Head of Tea' } })
  expect(patched.json.properties['hs_job_title']).toBe('Head of Tea')
  emulator.people.happens(Number(first!.properties['hs_internal_user_id']), {
    event: 'deactivated',
  })
  const read = await ask('GET', `${path}?${WANTED}`)
  expect(read.json.properties).toMatchObject({
    hs_job_title: 'Head of Tea',
    hs_deactivated: 'true',
  })
  expect((await ask('PATCH', path, { properties: { hs_deactivated: 'false' } })).status).toBe(400)
  expect((await ask('POST', CRM, { properties: {} })).status).toBe(400)
  expect((await ask('DELETE', path)).status).toBe(400)
  expect((await ask('GET', `${CRM}?archived=true`)).json['category']).toBe('VALIDATION_ERROR')
})

test('owners tell the teams, the first one marked, through the SDK', async () => {
  const change = { primaryTeamId: '4102', secondaryTeamIds: ['4101', '4103'] }
  emulator.people.happens(8_200_017, { event: 'changed', change })
  const client = new Client({ accessToken: emulator.tokens[0]!.secret, basePath: emulator.url })
  const owner = await client.crm.owners.ownersApi.getById(8_200_017, 'userId')
  expect(owner.teams?.map(({ id, primary }) => [id, primary])).toEqual([
    ['4102', true],
    ['4101', false],
    ['4103', false],
  ])
})

test('what a person owns is counted by search, in properties of people besides the owner too, and handed on', async () => {
  const properties = await ask('GET', '/crm/v3/properties/contacts')
  const people = properties.json.results
    .filter((one) => one['referencedObjectType'] === 'OWNER')
    .map((one) => String(one['name']))
  expect(people.toSorted()).toEqual(['account_manager', 'hubspot_owner_id'])
  const [contact] = (await ask('GET', '/crm/v3/objects/contacts?limit=1')).json.results
  const { ownerId } = emulator.people.find(8_200_017)!
  const { ownerId: next } = emulator.people.find(8_200_034)!
  for (const property of people) {
    await ask('PATCH', `/crm/v3/objects/contacts/${contact!.id}`, {
      properties: { [property]: ownerId },
    })
    const held = (await search('contacts', property, ownerId)).total
    expect(held).toBeGreaterThan(0)
    const inherited = (await search('contacts', property, next)).total
    await ask('PATCH', `/crm/v3/objects/contacts/${contact!.id}`, {
      properties: { [property]: next },
    })
    expect((await search('contacts', property, ownerId)).total).toBe(held - 1)
    expect((await search('contacts', property, next)).total).toBe(inherited + 1)
  }
})
