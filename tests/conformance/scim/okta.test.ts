/**
 * Okta's dialect: its own SCIM 2.0 test for providers, step by step as Okta publishes it for
 * Runscope, and how its provisioning and its group push speak (developer.okta.com, "SCIM 2.0").
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  ERROR,
  GROUP,
  LIST,
  patch,
  scimWorld,
  USER,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
/** As Okta sends it: these headers also where there is no body. */
const okta: ScimWorld['provider']['ask'] = (method, path, body, headers = {}) =>
  world.provider.ask(method, path, body, {
    'accept-charset': 'utf-8',
    'content-type': 'application/scim+json; charset=utf-8',
    'user-agent': 'OKTA SCIM Integration',
    ...headers,
  })
beforeAll(async () => {
  world = await scimWorld()
  // The test begins with a user that is there.
  await okta('POST', '/Users', oktaUser('first@harbour-tea.example'))
})
afterAll(() => world.close())

const oktaUser = (userName: string, more: object = {}) => ({
  schemas: [USER],
  userName,
  name: { givenName: 'Nora', familyName: 'Quay' },
  emails: [{ primary: true, value: userName, type: 'work' }],
  displayName: 'Nora Quay',
  active: true,
  ...more,
})
const byName = (userName: string): string =>
  `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`
const json = { 'content-type': 'application/json', accept: 'application/scim+json; charset=utf-8' }

it('passes Okta’s SPEC test, from the users endpoint to status 404', async () => {
  const users = await okta('GET', '/Users?count=1&startIndex=1')
  expect(users.status).toBe(200)
  expect(users.body).toMatchObject({
    schemas: [LIST],
    itemsPerPage: 1,
    startIndex: 1,
    totalResults: 1,
    Resources: [
      {
        id: expect.stringMatching(/./) as unknown,
        name: { familyName: 'Quay', givenName: 'Nora' },
        userName: 'first@harbour-tea.example',
        active: true,
        emails: [{ value: 'first@harbour-tea.example' }],
      },
    ],
  })
  const [first] = users.body['Resources'] as unknown as { id: string }[]
  expect((await okta('GET', `/Users/${first?.id}`)).body['id']).toBe(first?.id)

  for (const nobody of ['abcdefgh@atko.com', 'random1@example.com']) {
    const none = await okta('GET', byName(nobody))
    expect([none.status, none.body]).toMatchObject([200, { schemas: [LIST], totalResults: 0 }])
  }
  for (const id of ['010101001010101011001010101011', '00919288221112222']) {
    const missing = await okta('GET', `/Users/${id}`)
    expect(missing.status).toBe(404)
    expect(missing.body).toMatchObject({
      schemas: [ERROR],
      status: '404',
      detail: expect.stringMatching(/./) as unknown,
    })
  }

  const created = await okta('POST', '/Users', oktaUser('Runscope300@atko.com'), json)
  expect(created.status).toBe(201)
  expect(created.body).toMatchObject({
    active: true,
    userName: 'Runscope300@atko.com',
    schemas: expect.arrayContaining([USER]) as unknown,
  })
  const id = String(created.body['id'])
  expect((await okta('GET', `/Users/${id}`)).body).toMatchObject({
    userName: 'Runscope300@atko.com',
    name: { familyName: 'Quay', givenName: 'Nora' },
  })
  expect((await okta('POST', '/Users', oktaUser('Runscope300@atko.com'), json)).status).toBe(409)
  const caps = await okta('GET', byName('RUNSCOPE300@ATKO.COM'))
  expect([caps.status, caps.body['totalResults']]).toEqual([200, 1])
  expect((await okta('GET', '/Groups')).status).toBe(200)

  const stranger = await okta('GET', byName('RUNSCOPE300@ATKO.COM'), undefined, {
    authorization: 'non-token',
  })
  expect(stranger.status).toBe(401)
  expect(stranger.body).toMatchObject({
    schemas: [ERROR],
    status: '401',
    detail: expect.stringMatching(/./) as unknown,
  })
})

it('tests the credentials of a new app with `startIndex=1&count=2`, and imports page by page', async () => {
  expect((await okta('GET', '/Users?startIndex=1&count=2')).status).toBe(200)
  for (let n = 0; n < 3; n++)
    await okta('POST', '/Users', oktaUser(`import${n}@harbour-tea.example`))
  const seen: string[] = []
  for (let startIndex = 1; ; startIndex += 2) {
    const { body } = await okta('GET', `/Users?startIndex=${startIndex}&count=2`)
    const page = body['Resources'] as unknown as { userName: string }[]
    seen.push(...page.map(({ userName }) => userName))
    if (startIndex + page.length > Number(body['totalResults'])) break
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(
    expect.arrayContaining([0, 1, 2].map((n) => `import${n}@harbour-tea.example`)),
  )
})

it('updates a profile by PUT with all it knows, and deactivates and reactivates by PATCH without a path', async () => {
  const { body } = await okta(
    'POST',
    '/Users',
    oktaUser('life@harbour-tea.example', {
      externalId: '00u1',
      groups: [],
      password: 'Okta-made-1',
    }),
  )
  const id = String(body['id'])
  const put = await okta('PUT', `/Users/${id}`, {
    ...oktaUser('life@harbour-tea.example', { externalId: '00u1', title: 'Buyer' }),
    id,
  })
  expect(put.body).toMatchObject({ id, externalId: '00u1', title: 'Buyer', active: true })
  for (const active of [false, true]) {
    const changed = await okta('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active } }))
    expect([changed.status, changed.body['active']]).toEqual([200, active])
  }
})

it('pushes groups: makes, renames by id and name together, adds, removes by filter, replaces', async () => {
  const ids: string[] = []
  for (const n of [1, 2, 3])
    ids.push(
      String((await okta('POST', '/Users', oktaUser(`push${n}@harbour-tea.example`))).body['id']),
    )
  const [one = '', two = '', three = ''] = ids
  const made = await okta('POST', '/Groups', {
    schemas: [GROUP],
    displayName: 'Tasters',
    members: [{ value: one, display: 'push1@harbour-tea.example' }],
  })
  expect(made.status).toBe(201)
  const group = `/Groups/${String(made.body['id'])}`
  const members = async (): Promise<string[]> =>
    (
      ((await okta('GET', group)).body['members'] as unknown as { value: string }[] | undefined) ??
      []
    ).map(({ value }) => value)

  const renamed = await okta(
    'PATCH',
    group,
    patch({ op: 'replace', value: { id: made.body['id'], displayName: 'Tea tasters' } }),
  )
  expect(renamed.body['displayName']).toBe('Tea tasters')
  await okta(
    'PATCH',
    group,
    patch({
      op: 'add',
      path: 'members',
      value: [
        { value: two, display: 'x' },
        { value: one, display: 'x' },
      ],
    }),
  )
  expect(await members()).toEqual([one, two])
  await okta(
    'PATCH',
    group,
    patch(
      { op: 'remove', path: `members[value eq "${one}"]` },
      { op: 'add', path: 'members', value: [{ value: three }] },
    ),
  )
  expect(await members()).toEqual([two, three])
  await okta('PATCH', group, patch({ op: 'replace', path: 'members', value: [{ value: one }] }))
  expect(await members()).toEqual([one])
  const put = await okta('PUT', group, {
    schemas: [GROUP],
    id: made.body['id'],
    displayName: 'Tea tasters',
    members: [],
  })
  expect([put.status, await members()]).toEqual([200, []])
  expect((await okta('DELETE', group)).status).toBe(204)
})
