import { connect } from 'node:net'
import { Client } from '@hubspot/api-client'
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../src/domain/hubspot/operations/catalogue.ts'
import { product, type Member, type Product } from '../support/product.ts'

let world: Product
let sales: Member
let reader: Member

beforeAll(async () => {
  world = await product()
  sales = await world.member('sales', ['contacts:read', 'contacts:write', 'companies:read'])
  reader = await world.member('reader', ['contacts:read'])
})
afterAll(() => world.close())

const sdk = (member: Member): Client =>
  new Client({ accessToken: member.key, basePath: `${world.urls[0]}/hubspot/main` })

const call = (member: Member, path: string, init: RequestInit = {}) =>
  fetch(`${world.urls[0]}/hubspot/main${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${member.key}`,
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...init.headers,
    },
  })

const post = (member: Member, path: string, body: unknown) =>
  call(member, path, { method: 'POST', body: JSON.stringify(body) })

describe("HubSpot's official SDK, with base path and key exchanged", () => {
  it('lists, searches, creates, updates and archives as at HubSpot', async () => {
    const client = sdk(sales)
    const page = await client.crm.contacts.basicApi.getPage(3, undefined, ['email'])
    expect(page.results).toHaveLength(3)
    const created = await client.crm.contacts.basicApi.create({
      properties: { email: 'new.person@example.com', firstname: 'New' },
      associations: [],
    })
    await client.crm.contacts.basicApi.update(created.id, { properties: { firstname: 'Newer' } })
    const found = await client.crm.contacts.searchApi.doSearch({
      filterGroups: [
        {
          filters: [
            {
              propertyName: 'email',
              operator: FilterOperatorEnum.Eq,
              value: 'new.person@example.com',
            },
          ],
        },
      ],
      properties: ['firstname'],
      limit: 1,
      after: '0',
      sorts: [],
    })
    expect(found.results[0]?.properties['firstname']).toBe('Newer')
    await client.crm.contacts.basicApi.archive(created.id)
    await expect(client.crm.contacts.basicApi.getById(created.id)).rejects.toMatchObject({
      code: 404,
    })
  })

  it('shows a refusal with the missing scope and who can grant it', async () => {
    const refused = await sdk(reader)
      .crm.contacts.basicApi.update('1', { properties: { firstname: 'X' } })
      .then(
        () => undefined,
        (error: { code: number; body: { message: string; hubward: Record<string, unknown> } }) =>
          error,
      )
    expect(refused?.code).toBe(403)
    expect(refused?.body.message).toContain('contacts:write')
    expect(refused?.body.hubward).toMatchObject({
      code: 'access.scope_missing',
      scopes: ['contacts:write'],
      whoCanGrant: ['admin@localhost'],
      retry: { worthwhile: false },
    })
  })
})

describe('roads around a grant that lead nowhere', () => {
  it('associations in the query ask for the other type too', async () => {
    expect(
      (await call(sales, '/crm/v3/objects/contacts?limit=1&associations=companies')).status,
    ).toBe(200)
    const refused = await call(reader, '/crm/v3/objects/contacts?limit=1&associations=companies')
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('companies:read')
  })

  it('search filters over associations count as reading the other type', async () => {
    const body = {
      filterGroups: [
        { filters: [{ propertyName: 'associations.company', operator: 'EQ', value: '1' }] },
      ],
      limit: 1,
    }
    const refused = await post(reader, '/crm/v3/objects/contacts/search', body)
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('companies:read')
  })

  it('a member named twice in a body has the meaning that was checked, not another', async () => {
    const twice =
      '{"filterGroups":[{"filters":[{"propertyName":"associations.company","operator":"EQ","value":"1"}]}],"filterGroups":[],"limit":1}'
    const answer = await call(reader, '/crm/v3/objects/contacts/search', {
      method: 'POST',
      body: twice,
    })
    expect(answer.status).toBe(200)
    expect(((await answer.json()) as { total: number }).total).toBeGreaterThan(1)
  })

  it('every alias of an object type is the same type', async () => {
    for (const alias of ['deals', 'DEAL', 'Deals', '0-3'])
      expect((await call(reader, `/crm/v3/objects/${alias}?limit=1`)).status, alias).toBe(403)
    for (const alias of ['contacts', 'CONTACT', '0-1'])
      expect((await call(reader, `/crm/v3/objects/${alias}?limit=1`)).status, alias).toBe(200)
  })

  it('merge and gdpr-delete are not plain writes', async () => {
    const merge = await post(sales, '/crm/v3/objects/contacts/merge', {
      primaryObjectId: '1',
      objectIdToMerge: '2',
    })
    expect(await merge.text()).toContain('contacts:merge')
    const erase = await post(sales, '/crm/v3/objects/contacts/gdpr-delete', { objectId: '1' })
    expect(await erase.text()).toContain('contacts:gdpr-delete')
  })

  it('credentials are never handed out or ended through the gateway', async () => {
    for (const path of [
      '/oauth/v1/access-tokens/abc',
      '/oauth/2026-09/token',
      '/oauth/v2/private-apps/get/access-token-info',
    ]) {
      const answer = await post(sales, path, {})
      expect(answer.status, path).toBe(403)
      expect(answer.headers.get('x-hubward-code')).toBe('access.operation_refused')
    }
  })

  it('a connection without a grant and one that does not exist look the same', async () => {
    const outsider = await world.member('outsider', ['contacts:read'])
    const strip = async (answer: Response) =>
      (await answer.text())
        .replaceAll(/"correlationId":"[^"]+"/g, '')
        .replaceAll(/"(?:main|nothing)\b|\\"(?:main|nothing)\\"/g, 'NAME')
    const removed = await world.admin.store.read.grants.get(outsider.grant.id)
    await world.admin.store.transaction((tx) => tx.grants.remove(removed?.id ?? ''))
    await world.admin.pictures.refresh()
    const headers = { authorization: `Bearer ${outsider.key}` }
    const real = await fetch(`${world.urls[0]}/hubspot/main/crm/v3/objects/contacts`, { headers })
    const fake = await fetch(`${world.urls[0]}/hubspot/nothing/crm/v3/objects/contacts`, {
      headers,
    })
    expect(real.status).toBe(fake.status)
    expect(await strip(real)).toBe(await strip(fake))
  })
})

describe('everything that HubSpot can do', () => {
  it('is shut to whom no scope of it was granted: not one call leaves', async () => {
    const nobody = await world.member('nobody', ['objects.carts:read'])
    const calls = OPERATIONS.flatMap(({ method, templates, anyGrant, typesInPath }) =>
      anyGrant
        ? []
        : templates.map((template) => {
            const typed = typesInPath.reduce(
              (path, name) => path.replace(`{${name}}`, '0-3'),
              template,
            )
            return { method, path: typed.replace(/\{[^}]+\}/g, '123').replace('/**', '/a') }
          }),
    )
    expect(calls.length).toBeGreaterThan(800)
    const before = world.portal.requests.total
    const statuses = new Map<number, number>()
    const one = async ({ method, path }: { method: string; path: string }): Promise<void> => {
      const answer = await call(nobody, `${path}?objectType=contact`, {
        method,
        ...(method === 'POST' && { body: '{}' }),
      })
      const text = await answer.text()
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      expect(answer.headers.get('x-hubward-code'), `${method} ${path} ${text}`).toMatch(
        /^access\.(scope_missing|body_refused)$/,
      )
    }
    for (let i = 0; i < calls.length; i += 25) await Promise.all(calls.slice(i, i + 25).map(one))
    expect([...statuses.keys()]).toEqual([403])
    expect(world.portal.requests.total).toBe(before)
  })
})

describe('tricks of a path', () => {
  const raw = (target: string, extra = ''): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(world.urls[0] ?? '').port), '127.0.0.1', () =>
        socket.write(
          `GET ${target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${sales.key}\r\nconnection: close\r\n${extra}\r\n`,
        ),
      )
      let answer = ''
      socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
      socket.on('end', () => resolve(answer)).on('error', reject)
    })

  it.each([
    '/hubspot/main//crm/v3/objects/contacts',
    '/hubspot/main/crm/v3/objects/contacts/../deals',
    '/hubspot/main/crm/v3/objects/contacts/..%2fdeals',
    '/hubspot/main/crm/v3/objects/contacts%2f..%2fdeals',
    '/hubspot/main/crm/v3/objects/contacts;x=/1',
    '/hubspot/main/crm/v3/objects/contacts/1%00',
    '/hubspot/main/crm/v3/objects/%63ontacts',
    '/hubspot/main/crm\\v3/objects/contacts',
    '/hubspot/main/crm/v3/objects/contacts./',
    '/hubspot/main/crm/v3/objects/contacts?idProperty=a&idProperty=b',
    '/hubspot/main/crm/v3/objects/contacts?hapikey=x',
    '/hubspot/main/crm/v3/objects/contacts?limit=1;associations=deals',
  ])('%s is refused, not guessed', async (target) => {
    const before = world.portal.requests.total
    expect(await raw(target)).toMatch(/^HTTP\/1\.1 400 .*request\.ambiguous_path/s)
    expect(world.portal.requests.total).toBe(before)
  })

  it('a header that asks for another method is refused', async () => {
    const answer = await raw(
      '/hubspot/main/crm/v3/objects/contacts/1',
      'x-http-method-override: DELETE\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })

  it('an absolute target does not reach this door, let alone another host', async () => {
    const before = world.portal.requests.total
    expect(await raw('http://example.com/hubspot/main/crm/v3/objects/contacts')).not.toMatch(
      /^HTTP\/1\.1 200/,
    )
    expect(world.portal.requests.total).toBe(before)
  })
})

describe('bad input', () => {
  it('a body that is not JSON, or not UTF-8, is named where it decides over scopes', async () => {
    for (const body of ['{"filterGroups":', Buffer.from([0x7b, 0xff, 0x7d])]) {
      const answer = await call(reader, '/crm/v3/objects/contacts/search', { method: 'POST', body })
      expect(answer.status).toBe(400)
      expect(answer.headers.get('x-hubward-code')).toBe('request.malformed_json')
    }
  })

  it('a body that is checked and too large is refused before it is read whole', async () => {
    const answer = await call(reader, '/crm/v3/objects/contacts/search', {
      method: 'POST',
      body: `{"query":"${'x'.repeat(5_000_000)}"}`,
    })
    expect(answer.status).toBe(413)
  })

  it.each([
    ['no key', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['a mistyped key', { authorization: 'Bearer hw_nothing' }],
  ])('%s is 401 with a challenge, and recorded', async (_what, headers) => {
    const answer = await fetch(`${world.urls[0]}/hubspot/main/crm/v3/objects/contacts`, { headers })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
    const [newest] = await world.admin.store.read.audit.list({ type: 'call' }, { limit: 1 })
    expect(newest?.event).toMatchObject({ decision: 'refused', status: 401, principalId: null })
  })
})
