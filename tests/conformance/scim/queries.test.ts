/** RFC 7644 §3.4.2, §3.4.3 and §4 over HTTP: filters, order, pages by index, searches, discovery. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ENTERPRISE,
  ERROR,
  GROUP,
  LIST,
  person,
  scimWorld,
  USER,
  type Answer,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
let ask: ScimWorld['provider']['ask']
const ids: Record<string, string> = {}

beforeAll(async () => {
  world = await scimWorld()
  ask = (...asked) => world.provider.ask(...asked)
  for (const [name, more] of [
    ['Ada', { externalId: 'X-1', title: 'Brewer', [ENTERPRISE]: { department: 'Tea' } }],
    ['bela', { externalId: 'x-1', title: 'taster', active: false }],
    [
      'Cleo',
      {
        emails: [
          { value: 'cleo@work.example', type: 'work' },
          { value: 'c@home.example', type: 'home' },
        ],
      },
    ],
    ['dora', { title: 'Brewer', nickName: 'quote " and \\ slash' }],
    ['Eve', { emails: undefined }],
  ] as const) {
    const { body } = await ask('POST', '/Users', person(`${name}@example.com`, more))
    ids[name] = String(body['id'])
  }
  for (const displayName of ['Tea', 'Coffee']) {
    const { body } = await ask('POST', '/Groups', {
      schemas: [GROUP],
      displayName,
      members: [{ value: ids['Ada'] }],
    })
    ids[displayName] = String(body['id'])
  }
})
afterAll(() => world.close())

const listed = (path: string, parameters: Record<string, string>): Promise<Answer> =>
  ask('GET', `${path}?${new URLSearchParams(parameters)}`)
const namesOf = ({ body }: Answer): string[] =>
  (body['Resources'] as unknown as Record<string, string>[]).map(
    (one) => (one['userName'] ?? one['displayName'] ?? '').split('@')[0] ?? '',
  )
const found = async (filter: string, path = '/Users'): Promise<string[]> =>
  namesOf(await listed(path, { filter }))

describe('filters (§3.4.2.2)', () => {
  it.each<[filter: string, names: string[]]>([
    ['userName eq "ADA@example.com"', ['Ada']],
    ['USERNAME EQ "ada@example.com"', ['Ada']],
    [`${USER}:userName eq "ada@EXAMPLE.com"`, ['Ada']],
    ['userName eq "nobody@example.com"', []],
    ['externalId eq "X-1"', ['Ada']],
    ['externalId eq "x-1"', ['bela']],
    ['userName sw "b" or userName sw "C"', ['bela', 'Cleo']],
    ['title eq "brewer" and not (userName co "dora")', ['Ada']],
    ['active eq false', ['bela']],
    ['active eq "False"', ['bela']],
    ['active ne true', ['bela']],
    ['emails.value co "@work"', ['Cleo']],
    ['emails[type eq "work" and value ew "home.example"]', []],
    ['emails[type eq "home" and value ew "home.example"]', ['Cleo']],
    ['emails[type eq "work"].value eq "CLEO@work.example"', ['Cleo']],
    ['not (emails pr)', ['Eve']],
    [`${ENTERPRISE}:department eq "tea"`, ['Ada']],
    [`${ENTERPRISE}:department pr`, ['Ada']],
    ['groups.display eq "coffee"', ['Ada']],
    ['title pr and userName gt "b"', ['bela', 'dora']],
    ['title eq null', ['Cleo', 'Eve']],
    ['nickName eq "quote \\" and \\\\ slash"', ['dora']],
    ['meta.created gt "2001-01-01T00:00:00Z" and userName sw "E"', ['Eve']],
    ['meta.resourceType eq "User" and userName sw "E"', ['Eve']],
    ['(userName sw "A" or (userName sw "b"))', ['Ada', 'bela']],
  ])('%s', async (filter, names) => {
    expect(await found(filter)).toEqual(names)
  })

  it('by id, and of groups by member', async () => {
    expect(await found(`id eq "${ids['Cleo']}"`)).toEqual(['Cleo'])
    expect(await found(`members.value eq "${ids['Ada']}"`, '/Groups')).toEqual(['Tea', 'Coffee'])
    expect(await found(`id eq "${ids['Tea']}" and members eq "${ids['Ada']}"`, '/Groups')).toEqual([
      'Tea',
    ])
    expect(await found(`members[value eq "${ids['bela']}"]`, '/Groups')).toEqual([])
  })

  it('that finds nobody is 200 with an empty list, never 404', async () => {
    const { status, body } = await listed('/Users', { filter: 'userName eq "nobody"' })
    expect([status, body]).toEqual([
      200,
      { schemas: [LIST], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] },
    ])
  })

  it.each([
    'userName',
    'userName zz "x"',
    'shoeSize eq 1',
    'active gt true',
    '(userName pr',
    'userName eq "x',
    'a'.repeat(5_000),
  ])('%.40s is refused as invalidFilter, in our words', async (filter) => {
    const { status, body } = await listed('/Users', { filter })
    expect([status, body['scimType'], body['schemas']]).toEqual([400, 'invalidFilter', [ERROR]])
    expect(body['detail']).not.toMatch(/TypeError|undefined|token/i)
  })
})

describe('pages by index (§3.4.2.4)', () => {
  it.each<[parameters: Record<string, string>, names: string[], total: number, start: number]>([
    [{ startIndex: '1', count: '2' }, ['Ada', 'bela'], 5, 1],
    [{ startIndex: '3', count: '2' }, ['Cleo', 'dora'], 5, 3],
    [{ startIndex: '5', count: '2' }, ['Eve'], 5, 5],
    [{ startIndex: '6', count: '2' }, [], 5, 6],
    [{ startIndex: '0', count: '1' }, ['Ada'], 5, 1],
    [{ startIndex: '-4', count: '1' }, ['Ada'], 5, 1],
    [{ count: '0' }, [], 5, 1],
    [{ count: '-1' }, [], 5, 1],
    [{ count: '999999' }, ['Ada', 'bela', 'Cleo', 'dora', 'Eve'], 5, 1],
    [{ filter: 'title pr', startIndex: '2', count: '1' }, ['bela'], 3, 2],
  ])('%j', async (parameters, names, total, startIndex) => {
    const answer = await listed('/Users', parameters)
    expect(namesOf(answer)).toEqual(names)
    expect(answer.body).toMatchObject({
      totalResults: total,
      startIndex,
      itemsPerPage: names.length,
    })
  })

  it('refuses what is no number', async () => {
    expect((await listed('/Users', { count: 'all' })).body['scimType']).toBe('invalidValue')
  })
})

describe('order (§3.4.2.3)', () => {
  it.each<[parameters: Record<string, string>, names: string[]]>([
    [{ sortBy: 'userName' }, ['Ada', 'bela', 'Cleo', 'dora', 'Eve']],
    [{ sortBy: 'USERNAME', sortOrder: 'descending' }, ['Eve', 'dora', 'Cleo', 'bela', 'Ada']],
    [{ sortBy: 'title', filter: 'userName pr' }, ['Ada', 'dora', 'bela', 'Cleo', 'Eve']],
    [{ sortBy: 'title', sortOrder: 'descending', count: '3' }, ['Cleo', 'Eve', 'bela']],
    [{ sortBy: 'meta.created', count: '2', startIndex: '2' }, ['bela', 'Cleo']],
  ])('%j', async (parameters, names) => {
    expect(namesOf(await listed('/Users', parameters))).toEqual(names)
  })

  it('by what there is not is refused', async () => {
    expect((await listed('/Users', { sortBy: 'shoeSize' })).status).toBe(400)
    expect((await listed('/Users', { sortBy: 'userName', sortOrder: 'up' })).status).toBe(400)
  })
})

describe('the root and searches (§3.4.2.1, §3.4.3)', () => {
  it('find users and groups together', async () => {
    expect(namesOf(await ask('GET', ''))).toHaveLength(7)
    expect(await found('displayName eq "tea"', '')).toEqual(['Tea'])
    expect(await found('meta.resourceType eq "Group"', '/')).toEqual(['Tea', 'Coffee'])
  })

  it.each(['/Users/.search', '/.search'])('by POST to %s', async (path) => {
    const answer = await ask('POST', path, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'title eq "brewer"',
      attributes: ['userName'],
      sortBy: 'userName',
      sortOrder: 'descending',
      startIndex: 1,
      count: 1,
    })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ totalResults: 2, itemsPerPage: 1 })
    expect(answer.body['Resources']).toEqual([
      { schemas: expect.anything() as unknown, id: ids['dora'], userName: 'dora@example.com' },
    ])
  })

  it('wants the message to say that it is one', async () => {
    expect((await ask('POST', '/.search', { filter: 'userName pr' })).body['scimType']).toBe(
      'invalidSyntax',
    )
  })
})

describe('discovery (§4)', () => {
  it('says what is offered', async () => {
    const { status, body } = await ask('GET', '/ServiceProviderConfig')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      filter: { supported: true, maxResults: 500 },
      bulk: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      changePassword: { supported: false },
      authenticationSchemes: [{ type: 'oauthbearertoken', primary: true }],
      meta: { resourceType: 'ServiceProviderConfig' },
    })
  })

  it('describes the kinds of resources, each at its own address', async () => {
    const { body } = await ask('GET', '/ResourceTypes')
    expect(body).toMatchObject({ schemas: [LIST], totalResults: 2 })
    for (const type of body['Resources'] as unknown as {
      id: string
      meta: { location: string }
      endpoint: string
    }[]) {
      expect((await ask('GET', `/ResourceTypes/${type.id}`)).body).toEqual(type)
      expect((await ask('GET', type.endpoint)).status).toBe(200)
    }
  })

  it('describes each schema by its URN, with the characteristics of RFC 7643 §7', async () => {
    const { body } = await ask('GET', '/Schemas')
    const schemas = body['Resources'] as unknown as { id: string; attributes: object[] }[]
    expect(schemas.map(({ id }) => id)).toEqual(expect.arrayContaining([USER, GROUP, ENTERPRISE]))
    for (const schema of schemas) {
      expect((await ask('GET', `/Schemas/${schema.id}`)).body).toEqual(schema)
      for (const attribute of schema.attributes)
        for (const name of [
          'name',
          'type',
          'multiValued',
          'description',
          'required',
          'mutability',
          'returned',
        ])
          expect(attribute).toHaveProperty(name)
    }
    expect((await ask('GET', '/Schemas/urn:nothing')).status).toBe(404)
  })

  it('refuses a filter with 403', async () => {
    expect((await ask('GET', '/Schemas?filter=id%20pr')).status).toBe(403)
  })
})

describe('what is not offered', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s /Me is an honest 501 (§3.11)',
    async (method) => {
      const { status, body } = await ask(method, '/Me')
      expect([status, body['schemas']]).toEqual([501, [ERROR]])
    },
  )

  it('Bulk is a 501, as /ServiceProviderConfig says (§3.7)', async () => {
    expect((await ask('POST', '/Bulk', {})).status).toBe(501)
  })

  it('other methods are 405 with what is allowed, other paths 404', async () => {
    const wrong = await ask('DELETE', '/Users')
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST'])
    for (const path of ['/Nothing', '/Users/x/y', '/Users/.search/x'])
      expect((await ask('GET', path)).body).toMatchObject({ schemas: [ERROR], status: '404' })
  })
})
