/**
 * RFC 7643 and RFC 7644 over HTTP: how resources are made, read, changed and removed. Each promise
 * names its section.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ENTERPRISE,
  ERROR,
  GROUP,
  patch,
  person,
  PORTAL,
  scimWorld,
  USER,
  type Answer,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
let ask: ScimWorld['provider']['ask']
beforeAll(async () => {
  world = await scimWorld()
  ask = (...asked) => world.provider.ask(...asked)
})
afterAll(() => world.close())

const idOf = ({ body }: Answer): string => String(body['id'])
const made = async (userName: string, more: object = {}): Promise<string> =>
  idOf(await ask('POST', '/Users', person(userName, more)))

const refused = (answer: Answer, status: number, scimType?: string): void => {
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status) })
  expect(answer.body['scimType']).toBe(scimType)
  expect(answer.body['detail']).toMatch(/\w/)
  expect(answer.headers.get('content-type')).toContain('application/scim+json')
}

describe('creating (RFC 7644 §3.3)', () => {
  it('answers 201 with the whole resource, its address and its version', async () => {
    const answer = await ask('POST', '/Users', person('made@example.com', { externalId: 'E-1' }))
    expect(answer.status).toBe(201)
    const location = answer.headers.get('location') ?? ''
    expect(location).toMatch(/^https?:\/\/[^/]+\/scim\/v2\/main\/Users\/scu_\w+$/)
    expect(answer.body).toMatchObject({
      schemas: expect.arrayContaining([USER]) as unknown,
      id: location.split('/').at(-1),
      externalId: 'E-1',
      userName: 'made@example.com',
      active: true,
      meta: { resourceType: 'User', location, version: answer.headers.get('etag') },
    })
    expect(answer.headers.get('content-type')).toContain('application/scim+json')
  })

  it('keeps what a provider says, whole, and gives it back (RFC 7643 §4.1, §4.3)', async () => {
    const said = {
      ...person('whole@example.com'),
      schemas: [USER, ENTERPRISE],
      nickName: 'N',
      title: 'Head of Tea',
      userType: 'Employee',
      preferredLanguage: 'en-IE',
      locale: 'en-IE',
      timezone: 'Europe/Dublin',
      phoneNumbers: [{ value: '+353 1', type: 'work' }],
      addresses: [{ type: 'work', streetAddress: '1 Quay', locality: 'Cork', primary: true }],
      roles: [{ value: '7', display: 'Sales', primary: true }],
      entitlements: [{ value: 'Sales Hub' }],
      x509Certificates: [{ value: 'TUlJRA==' }],
      [ENTERPRISE]: { employeeNumber: '42', department: 'Tea', manager: { value: 'scu_x' } },
    }
    const answer = await ask('POST', '/Users', said)
    expect(answer.status).toBe(201)
    const { schemas, ...rest } = said
    expect(answer.body).toMatchObject(rest)
    expect(answer.body['schemas']).toEqual(expect.arrayContaining(schemas))
  })

  it('passes over what is read-only or unknown (§3.3)', async () => {
    const { body } = await ask(
      'POST',
      '/Users',
      person('ignored@example.com', {
        id: 'mine',
        meta: { version: 'x' },
        groups: [{ value: 'g' }],
        shoeSize: 42,
      }),
    )
    expect(body['id']).not.toBe('mine')
    expect(body).not.toHaveProperty('groups')
    expect(body).not.toHaveProperty('shoeSize')
  })

  it('never gives a password back (RFC 7643 §4.1.1), nor keeps it', async () => {
    const { body } = await ask(
      'POST',
      '/Users',
      person('pass@example.com', { password: 'Kv7J2LEa-9' }),
    )
    expect(JSON.stringify(body)).not.toContain('Kv7J2LEa-9')
    const { rows } = await world.pool.query<{ all: string }>(
      `select coalesce(string_agg(content::text, ''), '') as all from scim_resource`,
    )
    expect(rows[0]?.all).not.toContain('Kv7J2LEa-9')
  })

  it('takes names of attributes in any case (RFC 7643 §2.1)', async () => {
    const { status, body } = await ask('POST', '/Users', {
      SCHEMAS: [USER],
      username: 'case@example.com',
      Emails: [{ VALUE: 'case@example.com', Primary: 'true' }],
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      userName: 'case@example.com',
      emails: [{ value: 'case@example.com', primary: true }],
    })
  })

  it('is 409 for a userName that is taken, in whatever case (§3.3, §3.12)', async () => {
    await made('twice@example.com')
    refused(await ask('POST', '/Users', person('TWICE@example.com')), 409, 'uniqueness')
  })

  it.each<[string, unknown, number, string | undefined]>([
    ['no JSON', '{', 400, 'invalidSyntax'],
    ['a list', [], 400, 'invalidSyntax'],
    ['no schemas (RFC 7643 §3)', { userName: 'x@example.com' }, 400, 'invalidSyntax'],
    [
      'the schema of another kind',
      { schemas: [GROUP], userName: 'x@example.com' },
      400,
      'invalidSyntax',
    ],
    ['no userName', { schemas: [USER] }, 400, 'invalidValue'],
    ['an empty userName', { schemas: [USER], userName: ' ' }, 400, 'invalidValue'],
    ['a userName that is a number', { schemas: [USER], userName: 7 }, 400, 'invalidValue'],
    [
      'one value where there is a list',
      person('y@example.com', { emails: { value: 'a' } }),
      400,
      'invalidValue',
    ],
    [
      'two primary values (RFC 7643 §2.4)',
      person('y@example.com', {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      }),
      400,
      'invalidValue',
    ],
    [
      'a name twice, in two cases',
      { schemas: [USER], userName: 'y@example.com', USERNAME: 'z@example.com' },
      400,
      'invalidSyntax',
    ],
    ['a character that no text has', person('nul\u0000@example.com'), 400, 'invalidValue'],
    ['a userName without end', person('x'.repeat(600)), 400, 'invalidValue'],
  ])('refuses %s', async (_, body, status, scimType) => {
    refused(await ask('POST', '/Users', body), status, scimType)
  })

  it('reads application/json too, and nothing else (§3.1)', async () => {
    const json = { 'content-type': 'application/json' }
    expect((await ask('POST', '/Users', person('json@example.com'), json)).status).toBe(201)
    refused(await ask('POST', '/Users', 'userName=x', { 'content-type': 'text/plain' }), 415)
  })
})

describe('reading (RFC 7644 §3.4.1)', () => {
  it('is 404 with an error for what is not there', async () => {
    refused(await ask('GET', '/Users/scu_nobody'), 404)
    const user = await made('notagroup@example.com')
    refused(await ask('GET', `/Groups/${user}`), 404)
  })

  it('is 304 for a version that the client has (§3.14)', async () => {
    const id = await made('known@example.com')
    const tag = (await ask('GET', `/Users/${id}`)).headers.get('etag') ?? ''
    expect(tag).toMatch(/^"\d+"$/)
    const again = await ask('GET', `/Users/${id}`, undefined, { 'if-none-match': tag })
    expect([again.status, again.body]).toEqual([304, {}])
    expect((await ask('GET', `/Users/${id}`, undefined, { 'if-none-match': '"99"' })).status).toBe(
      200,
    )
  })

  it('shows the attributes that were asked for, and always id and schemas (§3.9)', async () => {
    const id = await made('part@example.com', {
      [ENTERPRISE]: { department: 'Tea', division: 'E' },
    })
    const only = await ask(
      'GET',
      `/Users/${id}?attributes=userName,NAME.givenName,emails.value,${ENTERPRISE}:department`,
    )
    expect(only.body).toEqual({
      schemas: expect.arrayContaining([USER]) as unknown,
      id,
      userName: 'part@example.com',
      name: { givenName: 'Nora' },
      emails: [{ value: 'part@example.com' }],
      [ENTERPRISE]: { department: 'Tea' },
    })
    const { body } = await ask(
      'GET',
      `/Users/${id}?excludedAttributes=id,emails,name.familyName,${PORTAL}`,
    )
    expect(body).toMatchObject({ id, userName: 'part@example.com', name: { givenName: 'Nora' } })
    for (const name of ['emails', PORTAL]) expect(body).not.toHaveProperty([name])
    refused(
      await ask('GET', `/Users/${id}?attributes=id&excludedAttributes=name`),
      400,
      'invalidValue',
    )
  })
})

describe('replacing (RFC 7644 §3.5.1)', () => {
  it('drops what is not sent, and keeps what is ours', async () => {
    const id = await made('put@example.com', { title: 'Old', externalId: 'E' })
    const answer = await ask('PUT', `/Users/${id}`, person('put2@example.com', { nickName: 'P' }))
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id, userName: 'put2@example.com', nickName: 'P' })
    expect(answer.body).not.toHaveProperty('title')
    expect(answer.body).not.toHaveProperty('externalId')
    expect(answer.headers.get('etag')).toBe('"2"')
  })

  it('lets nobody back in by leaving `active` out', async () => {
    const id = await made('out@example.com', { active: false })
    const { active: _, ...rest } = person('out@example.com', { title: 'x' }) as Record<
      string,
      unknown
    >
    expect((await ask('PUT', `/Users/${id}`, rest)).body['active']).toBe(false)
  })

  it('of the same changes nothing, not even the version', async () => {
    const id = await made('same@example.com')
    const { headers, body } = await ask('PUT', `/Users/${id}`, person('same@example.com'))
    expect(headers.get('etag')).toBe('"1"')
    expect(body['meta']).toMatchObject({ version: '"1"' })
  })

  it('is 409 for the name of another, 404 for what is not there', async () => {
    await made('first@example.com')
    const id = await made('second@example.com')
    refused(await ask('PUT', `/Users/${id}`, person('First@example.com')), 409, 'uniqueness')
    refused(await ask('PUT', '/Users/scu_nobody', person('n@example.com')), 404)
  })
})

describe('versions (RFC 7644 §3.14)', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])(
    '%s is 412 for another than the present one, and does nothing',
    async (method) => {
      const id = await made(`v-${method}@example.com`)
      const body = {
        PUT: person(`v-${method}@example.com`, { title: 'x' }),
        PATCH: patch({ op: 'add', path: 'title', value: 'x' }),
        DELETE: undefined,
      }[method]
      for (const stale of ['"7"', 'W/"1"'])
        refused(await ask(method, `/Users/${id}`, body, { 'if-match': stale }), 412)
      expect((await ask('GET', `/Users/${id}`)).body).not.toHaveProperty('title')
      expect(
        (await ask(method, `/Users/${id}`, body, { 'if-match': '"0", "1"' })).status,
      ).toBeLessThan(300)
    },
  )

  it('of a user rises when their groups change, since the answer does', async () => {
    const id = await made('grouped@example.com')
    const group = await ask('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Versions',
      members: [{ value: id }],
    })
    const after = await ask('GET', `/Users/${id}`)
    expect(after.headers.get('etag')).toBe('"2"')
    expect(after.body['groups']).toMatchObject([
      { value: idOf(group), display: 'Versions', type: 'direct' },
    ])
  })
})

describe('patching (RFC 7644 §3.5.2)', () => {
  it('answers 200 with the whole resource', async () => {
    const id = await made('patch@example.com')
    const answer = await ask(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'add', path: 'title', value: 'T' }, { op: 'remove', path: 'displayName' }),
    )
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ id, title: 'T' })
    expect(answer.body).not.toHaveProperty('displayName')
  })

  it('does all of it or nothing', async () => {
    const id = await made('atomic@example.com')
    const answer = await ask(
      'PATCH',
      `/Users/${id}`,
      patch({ op: 'add', path: 'title', value: 'T' }, { op: 'remove', path: 'userName' }),
    )
    refused(answer, 400, 'mutability')
    expect((await ask('GET', `/Users/${id}`)).body).not.toHaveProperty('title')
  })

  it.each<[object, string]>([
    [{ Operations: [] }, 'invalidSyntax'],
    [{ ...patch(), Operations: {} }, 'invalidSyntax'],
    [patch({ op: 'replace', path: 'shoeSize', value: 1 }), 'invalidPath'],
    [patch({ op: 'replace', path: 'emails[type zz 1].value', value: 'x' }), 'invalidFilter'],
    [patch({ op: 'remove' }), 'noTarget'],
    [patch({ op: 'replace', path: 'id', value: 'x' }), 'mutability'],
    [patch({ op: 'replace', path: 'active', value: 'perhaps' }), 'invalidValue'],
  ])('refuses %j as %s (§3.12)', async (body, scimType) => {
    const id = await made(`bad-${crypto.randomUUID()}@example.com`)
    refused(await ask('PATCH', `/Users/${id}`, body), 400, scimType)
  })

  it('is 404 for what is not there', async () => {
    refused(await ask('PATCH', '/Users/scu_nobody', patch()), 404)
  })
})
