// Records beyond create and read: aliases, twins, history, merging, deletion, and the traps in them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gunzipSync } from 'node:zlib'
import { request } from 'node:http'
import type { Emulator } from './index.ts'
import { asker, startPortal, type Ask } from './testing/portal.ts'

let emulator: Emulator
let ask: Ask

beforeAll(async () => {
  emulator = await startPortal()
  ask = asker(emulator)
})
afterAll(() => emulator.close())

const V3 = '/crm/v3/objects'
const contact = async (email: string, more: Record<string, string> = {}) =>
  (await ask('POST', `${V3}/contacts`, { properties: { email, ...more } })).json

test('every alias of a type, in every living version, is the same list', async () => {
  const paths = ['contacts', 'contact', 'CONTACTS', '0-1'].flatMap((type) => [
    `${V3}/${type}`,
    `/crm/objects/2026-03/${type}`,
    `/crm/objects/2026-09/${type}`,
  ])
  const answers = await Promise.all(paths.map((path) => ask('GET', `${path}?limit=5`)))
  const ids = answers.map(({ json }) => json.results.map(({ id }) => id).join())
  expect(new Set(ids).size).toBe(1)
})

test('a custom type is found by name, by portal name and by id', async () => {
  const totals = await Promise.all(
    ['car', 'p1234567_car', 'P1234567_CAR', '2-41235987'].map((type) =>
      ask('POST', `${V3}/${type}/search`, {}),
    ),
  )
  expect(totals.map(({ json }) => json.total)).toEqual([3, 3, 3, 3])
})

test('properties asked for but unset are null, unknown ones are left out', async () => {
  const { id } = await contact('nulls@one.example')
  const { json } = await ask('GET', `${V3}/contacts/${id}?properties=fax_of_the_century,phone`)
  expect(json.properties).toMatchObject({ phone: null, hs_object_id: id })
  expect(json.properties).not.toHaveProperty('fax_of_the_century')
  expect(json.properties).not.toHaveProperty('email')
})

test('history is newest first and says which app wrote', async () => {
  const { id } = await contact('history@one.example', { firstname: 'A' })
  await ask('PATCH', `${V3}/contacts/${id}`, { properties: { firstname: 'B' } })
  const { json } = await ask('GET', `${V3}/contacts/${id}?propertiesWithHistory=firstname`)
  expect(json['propertiesWithHistory']).toMatchObject({
    firstname: [
      { value: 'B', sourceType: 'INTEGRATION', sourceId: String(emulator.tokens[0]!.appId) },
      { value: 'A' },
    ],
  })
})

test('a merged id still reads and updates singly, but a batch update refuses it', async () => {
  const kept = await contact('kept@merge.example', { firstname: 'Kept' })
  const lost = await contact('lost@merge.example', { phone: '+49 30 1' })
  const deal = (
    await ask('POST', `${V3}/deals`, { properties: { dealname: 'd', dealstage: 'contractsent' } })
  ).json
  await ask('PUT', `/crm/v4/objects/contacts/${lost.id}/associations/default/deals/${deal.id}`)
  const merged = await ask('POST', `${V3}/contacts/merge`, {
    primaryObjectId: kept.id,
    objectIdToMerge: lost.id,
  })
  expect(merged.json.properties).toMatchObject({
    firstname: 'Kept',
    phone: '+49 30 1',
    email: 'kept@merge.example',
    hs_additional_emails: 'lost@merge.example',
    hs_merged_object_ids: lost.id,
  })
  expect((await ask('GET', `${V3}/contacts/${lost.id}`)).json.id).toBe(kept.id)
  expect(
    (await ask('PATCH', `${V3}/contacts/${lost.id}`, { properties: { city: 'Ghent' } })).json.id,
  ).toBe(kept.id)
  const batch = await ask('POST', `${V3}/contacts/batch/update`, {
    inputs: [{ id: lost.id, properties: { city: 'x' } }],
  })
  expect([batch.status, batch.json.results]).toEqual([207, []])
  const read = await ask('POST', `${V3}/contacts/batch/read`, {
    inputs: [{ id: lost.id }],
    properties: [],
  })
  expect(
    read.json.results.map(({ id }) => id),
    'the survivor, under another id than asked for',
  ).toEqual([kept.id])
  const linked = await ask('GET', `/crm/v4/objects/contacts/${kept.id}/associations/deals`)
  expect(linked.json.results).toMatchObject([{ toObjectId: deal.id }])
})

test('an archived record frees its address and is listed apart; archiving again is no error', async () => {
  const { id } = await contact('again@one.example')
  expect((await ask('DELETE', `${V3}/contacts/${id}`)).status).toBe(204)
  expect((await ask('DELETE', `${V3}/contacts/${id}`)).status).toBe(204)
  const archived = await ask('GET', `${V3}/contacts?archived=true&limit=100`)
  expect(archived.json.results.map((one) => one.id)).toContain(id)
  expect(
    (await ask('POST', `${V3}/contacts`, { properties: { email: 'again@one.example' } })).status,
  ).toBe(201)
})

test('privacy deletion leaves nothing, not even among the archived', async () => {
  const { id } = await contact('forget@me.example')
  const { status } = await ask('POST', `${V3}/contacts/gdpr-delete`, {
    objectId: 'forget@me.example',
    idProperty: 'email',
  })
  expect(status).toBe(204)
  for (const archived of [true, false]) {
    expect((await ask('GET', `${V3}/contacts/${id}?archived=${archived}`)).status).toBe(404)
  }
  expect((await ask('POST', `${V3}/companies/gdpr-delete`, { objectId: '1' })).status).toBe(400)
})

test('a list page over 100 and a batch over 100 are refused, not cut', async () => {
  expect((await ask('GET', `${V3}/contacts?limit=101`)).status).toBe(400)
  const inputs = Array.from({ length: 101 }, (_, n) => ({ id: String(n) }))
  expect((await ask('POST', `${V3}/contacts/batch/read`, { inputs, properties: [] })).status).toBe(
    400,
  )
})

test('labels are kept apart from the plain association, and the primary company is one', async () => {
  const { id } = await contact('labels@one.example')
  const [one, two] = (await ask('GET', `${V3}/companies?limit=2`)).json.results
  const types = async (company: string) =>
    (
      await ask('GET', `/crm/objects/2026-09/contacts/${id}/associations/companies`)
    ).json.results.find((item) => item['toObjectId'] === company)?.['associationTypes']
  for (const company of [one!, two!]) {
    await ask(
      'PUT',
      `/crm/objects/2026-09/contacts/${id}/associations/default/companies/${company.id}`,
    )
  }
  expect(await types(one!.id)).toMatchObject([{ typeId: 279 }, { typeId: 1, label: 'Primary' }])
  expect(await types(two!.id)).toMatchObject([{ typeId: 279 }])
  const primary = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }]
  await ask('PUT', `/crm/objects/2026-09/contacts/${id}/associations/companies/${two!.id}`, primary)
  expect(await types(one!.id)).toMatchObject([{ typeId: 279 }])
  expect(await types(two!.id)).toMatchObject([{ typeId: 279 }, { typeId: 1 }])
})

test('a deal’s stage says whether it is closed', async () => {
  const { json } = await ask('POST', `${V3}/deals`, {
    properties: { dealname: 'x', dealstage: 'closedwon' },
  })
  expect(json.properties).toMatchObject({
    pipeline: 'default',
    hs_is_closed: 'true',
    hs_is_closed_won: 'true',
  })
})

test('a stage that deals stand in cannot be removed', async () => {
  const { status, json } = await ask(
    'DELETE',
    '/crm/pipelines/2026-09/deals/default/stages/closedwon',
  )
  expect([status, json['subCategory']]).toEqual([400, 'PipelineError.STAGE_ID_IN_USE'])
})

test('re-creating an archived property brings its values back', async () => {
  const shape = {
    name: 'nickname',
    label: 'N',
    type: 'string',
    fieldType: 'text',
    groupName: 'contactinformation',
  }
  await ask('POST', '/crm/v3/properties/contacts', shape)
  const { id } = await contact('nick@one.example', { nickname: 'Nick' })
  const read = async () =>
    (await ask('GET', `${V3}/contacts/${id}?properties=nickname`)).json.properties['nickname']
  await ask('DELETE', '/crm/v3/properties/contacts/nickname')
  expect(await read()).toBeUndefined()
  await ask('POST', '/crm/v3/properties/contacts', shape)
  expect(await read()).toBe('Nick')
})

test('large answers are gzipped for those who accept it, when that is switched on', async () => {
  const portal = await startPortal({ compress: true })
  const headers = { authorization: `Bearer ${portal.tokens[0]!.secret}`, 'accept-encoding': 'gzip' }
  const [encoding, bytes] = await new Promise<[string | undefined, Buffer]>((resolve, reject) => {
    request(`${portal.url}${V3}/contacts?limit=50`, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve([response.headers['content-encoding'], Buffer.concat(chunks)]),
      )
    })
      .on('error', reject)
      .end()
  })
  await portal.close()
  expect(encoding).toBe('gzip')
  expect(JSON.parse(gunzipSync(bytes).toString())).toHaveProperty('results.length', 50)
})

test('odd bodies are answered 400 and never break the portal', async () => {
  const json = { 'content-type': 'application/json' }
  for (const body of [
    '[]',
    '"text"',
    '1',
    'null',
    '{"properties":[]}',
    '{"properties":1}',
    '{"inputs":{}}',
    '\ud800',
    '{',
  ]) {
    for (const path of [
      'contacts',
      'contacts/search',
      'contacts/batch/read',
      'contacts/batch/upsert',
      'contacts/merge',
    ]) {
      const { status } = await ask('POST', `${V3}/${path}`, body, json)
      expect([200, 400], `${path} ${body}`).toContain(status)
    }
  }
  expect(emulator.requests.internalErrors).toEqual([])
})
