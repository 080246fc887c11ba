import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../../application/access/create-key.ts'
import { createMember } from '../../application/access/create-member.ts'
import { MAY } from '../../application/context.ts'
import { ROLES, type Role } from '../../domain/access/entities.ts'
import { ERRORS } from '../../domain/errors.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { adminApp } from './app.ts'
import type { Endpoint } from './contract/endpoint.ts'
import { problem, type Problem } from './contract/forms.ts'
import { BODY_LIMIT } from './read-request.ts'
import { ROUTES } from './routes/all.ts'

let org: TestOrganisation
let app: ReturnType<typeof adminApp>
const keys: Partial<Record<Role, string>> = {}

/** Steps of signing in, and asking whether one is. */
const OPEN = /^\/api\/v1\/(session$|sign-in\/|welcome\/|consents\/)/

beforeAll(async () => {
  org = await testOrganisation()
  app = adminApp(org.services)
  await org.connect('main')
  for (const role of Object.keys(ROLES) as Role[]) {
    const email = `${role}@example.com`
    await createMember(org.operator, { name: role, email, role })
    const { text } = await createKey(org.operator, {
      principal: email,
      name: 'test',
      expiresAt: null,
    })
    keys[role] = text.reveal()
  }
})
afterAll(() => org.close())

/** The fields of all answers that these tests look at. */
interface Answer {
  readonly error: Problem['error']
  readonly key: { readonly id: string }
  readonly text: string
  readonly file: string
  readonly items: readonly unknown[]
  readonly changes: readonly unknown[]
  readonly members: readonly unknown[]
  readonly connections: readonly unknown[]
}

interface Send {
  readonly as?: Role
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly raw?: string | Uint8Array<ArrayBuffer>
}

async function send(method: string, path: string, { as = 'admin', body, headers, raw }: Send = {}) {
  const response = await app.request(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${keys[as]}`,
      ...((body !== undefined || raw !== undefined) && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(raw !== undefined && { body: raw }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as Answer,
  }
}

const pathOf = ({ path }: Endpoint): string => path.replaceAll(/\{\w+\}/g, 'nothing-of-this-name')

/** The head of the answer decides: 401 and 403 come before anything of the request is read. */
async function refusalOf({ endpoint }: (typeof ROUTES)[number], authorization?: string) {
  const response = await app.request(pathOf(endpoint), {
    method: endpoint.method,
    headers: {
      'content-type': 'application/json',
      ...(authorization !== undefined && { authorization }),
    },
    ...(['POST', 'PUT', 'PATCH'].includes(endpoint.method) && { body: '{"nonsense": 1}' }),
  })
  if (response.status === 401 || response.status === 403)
    return ((await response.json()) as Answer).error.code
  await response.body?.cancel()
  return null
}

describe('who may', () => {
  const all = ROUTES.map(
    (route) => [`${route.endpoint.method} ${route.endpoint.path}`, route] as const,
  )
  const guarded = all.filter(([, { endpoint }]) => endpoint.act !== 'anyone')

  test('only the steps of signing in are open to nobody in particular', () => {
    const open = ROUTES.filter(({ endpoint }) => endpoint.act === 'anyone').map(
      ({ endpoint }) => endpoint.path,
    )
    expect(open.filter((path) => !OPEN.test(path))).toEqual([])
  })

  test.each(guarded)(
    '%s refuses who shows no key, a strange one, or a damaged one',
    async (_, route) => {
      expect(await refusalOf(route)).toBe('auth.missing')
      expect(await refusalOf(route, 'Bearer hw_unknown')).toBe('auth.invalid')
      expect(await refusalOf(route, `Basic ${btoa('admin:admin')}`)).toBe('auth.missing')
      expect(await refusalOf(route, `Bearer ${keys.admin}x`)).toBe('auth.invalid')
    },
  )

  // `self` is about what is one's own; whose it is, the verb decides.
  const byRole = guarded.filter(([, { endpoint }]) => endpoint.act !== 'self')

  test.each(byRole)('%s goes by the role', async (_, route) => {
    const { act } = route.endpoint
    for (const role of Object.keys(ROLES) as Role[]) {
      const may = (MAY[role] as readonly string[]).includes(act)
      const code = await refusalOf(route, `Bearer ${keys[role]}`)
      expect(code === 'auth.forbidden', `${role} on ${act}`).toBe(!may)
    }
  })

  test('nothing that a GET does needs more than reading', () => {
    const gets = ROUTES.filter(({ endpoint }) => endpoint.method === 'GET')
    expect(
      gets
        .filter(({ endpoint }) => !['read', 'self', 'anyone'].includes(endpoint.act))
        .map(({ endpoint }) => endpoint.path),
    ).toEqual([])
  })

  test('what is open to whoever reads, and is no GET, changes nothing for others', () => {
    const writesForReaders = ROUTES.filter(
      ({ endpoint }) => endpoint.method !== 'GET' && endpoint.act === 'read',
    ).map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`)
    expect(writesForReaders.sort()).toEqual([
      'DELETE /api/v1/saved-filters/{filter}',
      'PATCH /api/v1/saved-filters/{filter}',
      'POST /api/v1/explain',
      'POST /api/v1/explain/action',
      'POST /api/v1/groups/{group}/grants/preview',
      'POST /api/v1/members/{member}/removal-preview',
      'POST /api/v1/organisation/plan',
      'POST /api/v1/saved-filters',
      'POST /api/v1/service-accounts/{serviceAccount}/removal-preview',
    ])
  })

  test('a revoked key is refused by the very next request', async () => {
    const { key, text } = (
      await send('POST', '/keys', { body: { principal: 'admin@example.com', name: 'brief' } })
    ).json()
    const authorization = `Bearer ${text}`
    expect((await send('GET', '/members', { headers: { authorization } })).status).toBe(200)
    await send('DELETE', `/keys/${key.id}`)
    expect((await send('GET', '/members', { headers: { authorization } })).status).toBe(401)
  })

  test('a member learns what the member may do, and no more', async () => {
    const { status, json } = await send('GET', '/me', { as: 'member' })
    expect(status).toBe(200)
    expect(json()).toMatchObject({ principal: { email: 'member@example.com' }, connections: [] })
  })
})

describe('bad input is refused whole, each mistake at its field', () => {
  test('unknown fields, wrong types and missing ones are told together', async () => {
    const { status, json } = await send('POST', '/members', {
      body: { nmae: 'Ada', email: 7, role: 'admn' },
    })
    expect(status).toBe(400)
    expect(json().error).toMatchObject({
      code: 'request.invalid',
      docs: 'docs/errors/request.invalid.md',
    })
    expect(json().error.fields).toEqual(
      expect.arrayContaining([
        { path: 'name', message: 'This field is missing.' },
        { path: 'nmae', message: 'There is no field "nmae" here. Did you mean "name"?' },
        { path: 'email', message: 'This must be text, not a number.' },
        { path: 'role', message: expect.stringContaining('Did you mean "admin"?') },
      ]),
    )
    expect(json().error.fields).toHaveLength(4)
  })

  test.each([
    ['broken JSON', { raw: '{"name": ' }, 400, 'request.malformed_json'],
    ['no body', { raw: '' }, 400, 'request.malformed_json'],
    ['bad UTF-8', { raw: Uint8Array.of(0x22, 0xff, 0x22) }, 400, 'request.malformed_json'],
    [
      'another type',
      { raw: 'name=x', headers: { 'content-type': 'text/plain' } },
      415,
      'request.content_type',
    ],
    ['a list', { raw: '[]' }, 400, 'request.invalid'],
    ['null', { raw: 'null' }, 400, 'request.invalid'],
    ['too much', { raw: `"${'x'.repeat(BODY_LIMIT)}"` }, 413, 'request.too_large'],
    [
      '__proto__',
      { raw: '{"name":"x","email":"x@example.com","__proto__":{"role":"admin"}}' },
      400,
      'request.invalid',
    ],
    // The database could not give it back as it came.
    [
      'half of a surrogate pair',
      { raw: String.raw`{"name":"\ud800","email":"x@example.com"}` },
      400,
      'request.invalid',
    ],
    // One name could be shown as another.
    [
      'a name that turns its text around',
      { body: { name: 'a\u202egnp.exe', email: 'x@example.com' } },
      400,
      'request.invalid',
    ],
  ] satisfies [string, Send, number, string][])('%s', async (_, sent, status, code) => {
    const answer = await send('POST', '/members', sent)
    expect([answer.status, answer.json().error.code]).toEqual([status, code])
  })

  test('too much is noticed while it streams, whatever length was announced', async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(32)),
    })
    const response = await app.request('/api/v1/members', {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/json' },
      body: endless,
      duplex: 'half',
    })
    expect(response.status).toBe(413)
  })

  test('what was sent is not repeated where it could be a secret', async () => {
    const { text } = await send('POST', '/members', { raw: '{"token": "pat-na1-secret-value' })
    expect(text).not.toContain('secret-value')
  })

  test('unknown, repeated and impossible query parameters', async () => {
    expect((await send('GET', '/grants?grup=x')).json().error.fields).toEqual([
      { path: 'grup', message: 'There is no field "grup" here. Did you mean "group"?' },
    ])
    expect((await send('GET', '/grants?group=a&group=b')).json().error.fields).toMatchObject([
      { path: 'group' },
    ])
    expect((await send('GET', '/audit?limit=0')).status).toBe(400)
    expect((await send('GET', '/audit?from=2027-02-31')).status).toBe(400)
  })

  test('a path that is none, and a name that is none', async () => {
    expect((await send('GET', '/nothing')).json().error.code).toBe('request.unknown_path')
    expect((await send('GET', '/groups/%ff')).status).toBe(404)
    expect((await send('GET', '/groups/sales')).json().error.code).toBe('resource.not_found')
  })
})

test('every error has the one shape, its own id, and a page', async () => {
  const { json, headers } = await send('GET', '/groups/none')
  const parsed = problem.parse(json())
  expect(parsed.error.code in ERRORS).toBe(true)
  expect(headers.get('x-correlation-id')).toBe(parsed.error.correlationId)
})

test('what nobody foresaw is told in one sentence, and logged whole under its id', async () => {
  const logged: Record<string, unknown>[] = []
  const broken = adminApp({
    ...org.services,
    store: {
      ...org.services.store,
      read: { ...org.services.store.read, groups: undefined as never },
    },
    log: { ...org.services.log, error: (facts) => void logged.push(facts) },
  })
  const response = await broken.request('/api/v1/groups', {
    headers: { authorization: `Bearer ${keys.admin}` },
  })
  const { error } = problem.parse(await response.json())
  expect(response.status).toBe(500)
  expect(error.message).not.toContain('undefined')
  expect(logged).toMatchObject([{ correlationId: error.correlationId, err: expect.any(TypeError) }])
})

test('a whole life: member, group, grant, access, key, export, audit', async () => {
  const created = await send('POST', '/groups', { body: { name: 'sales', title: 'Sales' } })
  expect(created.status).toBe(201)
  await send('POST', '/members', { body: { name: 'Ada', email: 'Ada@example.com' } })
  const joined = await send('PUT', `/groups/sales/members/${encodeURIComponent('ada@example.com')}`)
  expect(joined.json().members).toMatchObject([{ email: 'ada@example.com' }])
  const granted = await send('PUT', '/grants', {
    body: { group: 'sales', connection: 'main', scopes: ['contacts:read', 'deals:write'] },
  })
  expect(granted.json()).toMatchObject({
    grant: { group: { name: 'sales' }, connection: { name: 'main' }, state: 'live' },
    warnings: [expect.stringContaining('deals:write')],
  })
  const access = await send('GET', '/principals/ada@example.com/access')
  expect(access.json().connections).toMatchObject([
    {
      name: 'main',
      scopes: [
        { scope: 'contacts:read', through: ['sales'], covered: true },
        { scope: 'deals:write', covered: false },
      ],
    },
  ])
  const made = await send('POST', '/keys', {
    body: { principal: 'ada@example.com', name: 'laptop' },
  })
  expect(made.json().text).toMatch(/^hw_/)
  const listed = await send('GET', '/keys?principal=ada@example.com')
  expect(listed.text).not.toContain(made.json().text)
  const { file } = (await send('GET', '/organisation/export')).json()
  expect(
    (await send('POST', '/organisation/plan', { body: { file, prune: true } })).json().changes,
  ).toEqual([])
  const events = (
    await send('GET', '/audit?type=change&operation=grant.set', { as: 'auditor' })
  ).json()
  expect(events.items).toMatchObject([{ event: { action: 'grant.set', principalName: 'admin' } }])
  const exported = (await send('GET', '/audit/export', { as: 'auditor' })).text
    .trimEnd()
    .split('\n')
  expect(exported.length).toBeGreaterThan(5)
  expect(exported.map((line) => JSON.parse(line) as unknown)).toEqual(
    exported.map(() => expect.objectContaining({ type: 'change' })),
  )
  expect((await send('DELETE', '/groups/sales')).status).toBe(204)
})

test('mistakes of an org.yaml are all told, in order, by line and column', async () => {
  const file = `version: 1
membrs: []
members:
  - name: Ada
    email: ada
groups:
  - name: Sales Team
    members: [adm@example.com]
    grants:
      - connection: mian
        scopes: [contact:read]
        expires: tomorrow
`
  const { json } = await send('POST', '/organisation/plan', { body: { file } })
  expect(json().error.fields.map(({ message }) => message)).toEqual([
    'line 2, column 9: There is no field "membrs" here. Did you mean "members"?',
    'line 5, column 12: This is not an e-mail address.',
    expect.stringContaining('line 7, column 11: This must be a short name'),
    expect.stringContaining(
      'line 8, column 15: There is no member or service account "adm@example.com"',
    ),
    'line 10, column 21: There is no connection "mian". Did you mean "main"?',
    expect.stringContaining(
      'line 11, column 18: “contact:read” is not a scope. Did you mean contacts:read',
    ),
    expect.stringContaining('line 12, column 18: Write a date'),
  ])
})

test.each([
  ['no YAML', 'members: [', 'line 1'],
  ['a repeated key', 'version: 1\nversion: 1\n', 'line 2'],
  ['two documents', 'version: 1\n---\nversion: 1\n', 'second document'],
  ['nothing', '', 'empty'],
  ['a flood of aliases', 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b]\n', ''],
])('an org.yaml that is %s is refused', async (_, file, words) => {
  const { status, json } = await send('POST', '/organisation/plan', { body: { file } })
  expect(status).toBe(400)
  expect(JSON.stringify(json().error.fields)).toContain(words)
})

test('the OpenAPI document names every route and what it needs', async () => {
  const response = await app.request('/api/v1/openapi.json')
  const { openapi, paths } = (await response.json()) as {
    openapi: string
    paths: Record<string, Record<string, { security?: unknown }>>
  }
  expect(openapi).toBe('3.1.0')
  for (const { endpoint } of ROUTES) {
    const operation = paths[endpoint.path]?.[endpoint.method.toLowerCase()]
    expect(operation, `${endpoint.method} ${endpoint.path}`).toBeDefined()
    expect(operation?.security).toEqual([{ clientKey: [] }])
  }
})
