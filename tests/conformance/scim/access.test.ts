/**
 * Who may: client keys and tokens, grants per connection, and that every change is in the audit. What
 * one may not read does not exist.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKey } from '../../../src/application/access/create-key.ts'
import { revokeKey } from '../../../src/application/access/revoke-key.ts'
import { suspendConnection } from '../../../src/application/connection/suspend-connection.ts'
import { resumeConnection } from '../../../src/application/connection/resume-connection.ts'
import {
  ERROR,
  patch,
  person,
  providerWith,
  scimWorld,
  type Provider,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
let idp: Provider & { accountId: string }
beforeAll(async () => {
  world = await scimWorld()
  idp = await world.account('entra', ['users:read', 'users:write'])
})
afterAll(() => world.close())

const refused = (
  answer: Awaited<ReturnType<Provider['ask']>>,
  status: number,
  code: string,
): void => {
  expect([answer.status, answer.headers.get('x-hubward-code')]).toEqual([status, code])
  expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status) })
}

describe('a client key', () => {
  it('that is missing or wrong is 401 with a challenge (RFC 6750 §3)', async () => {
    for (const [key, error] of [
      ['', undefined],
      ['hw_wrong', 'invalid_token'],
    ] as const) {
      const answer = await providerWith(world.base, key).ask('GET', '/Users')
      refused(answer, 401, key === '' ? 'auth.missing' : 'auth.invalid')
      const challenge = answer.headers.get('www-authenticate') ?? ''
      expect(challenge).toMatch(/^Bearer .*resource_metadata="http.*\/scim"/)
      expect(challenge.includes('error=')).toBe(error !== undefined)
    }
  })

  it('in the address is refused (OAuth 2.1 §5.1.1)', async () => {
    refused(await idp.ask('GET', `/Users?access_token=${idp.key}`), 400, 'auth.token_in_query')
  })

  it('may be there twice, so that one is put in place of the other without a gap', async () => {
    const { key, text } = await createKey(world.admin, {
      principal: idp.accountId,
      name: 'next',
      expiresAt: null,
    })
    const next = providerWith(world.base, text.reveal())
    for (const one of [idp, next]) expect((await one.ask('GET', '/Users')).status).toBe(200)
    await revokeKey(world.admin, { key: key.id })
    refused(await next.ask('GET', '/Users'), 401, 'auth.invalid')
    expect((await idp.ask('GET', '/Users')).status).toBe(200)
  })
})

describe('grants', () => {
  it('decide: reading wants users:read, changing users:write', async () => {
    const reader = await world.account('reader', ['users:read'])
    expect((await reader.ask('GET', '/Users')).status).toBe(200)
    expect(
      (
        await reader.ask('POST', '/.search', {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
        })
      ).status,
    ).toBe(200)
    for (const [method, path, body] of [
      ['POST', '/Users', person('r@example.com')],
      ['PUT', '/Users/x', person('r@example.com')],
      ['PATCH', '/Users/x', patch()],
      ['DELETE', '/Groups/x', undefined],
    ] as const)
      refused(await reader.ask(method, path, body), 403, 'access.scope_missing')
    const other = await world.account('other', ['contacts:read'])
    for (const path of ['/Users', '/Schemas', '/Nothing'])
      expect((await other.ask('GET', path)).status).toBe(path === '/Nothing' ? 404 : 403)
  })

  it('on nothing: the connection does not exist, like one that is none', async () => {
    const stranger = await world.account('stranger', [])
    const here = await stranger.ask('GET', '/Users')
    const nowhere = await stranger.ask('GET', `${world.urls[0]}/scim/v2/nowhere/Users`)
    refused(here, 404, 'access.connection_not_found')
    refused(nowhere, 404, 'access.connection_not_found')
    expect(String(here.body['detail']).replace('main', 'nowhere')).toBe(nowhere.body['detail'])
  })

  it('that were refused are in the audit, with who lacked what', async () => {
    const events = await world.admin.store.read.audit.list(
      { door: 'scim', type: 'call' },
      { limit: 100 },
    )
    expect(events.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({
        principalName: 'reader',
        reason: 'access.scope_missing',
        scopes: ['users:write'],
        decision: 'refused',
      }),
    )
    expect(events.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({
        principalName: null,
        reason: 'auth.invalid',
        connectionName: 'main',
      }),
    )
  })
})

it('a paused connection is 503: a provider must not take it for somebody who exists already', async () => {
  await suspendConnection(world.admin, { connection: 'main', reason: 'audit' })
  const answer = await idp.ask('POST', '/Users', person('paused@example.com'))
  refused(answer, 503, 'connection.suspended')
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
  await resumeConnection(world.admin, { connection: 'main' })
})

describe('every change', () => {
  it('is in the audit: who, what of access before and after, and no address book', async () => {
    const { body } = await idp.ask(
      'POST',
      '/Users',
      person('audited@example.com', { phoneNumbers: [{ value: '+353 555 0199' }] }),
    )
    const id = String(body['id'])
    await idp.ask(
      'PATCH',
      `/Users/${id}`,
      patch(
        { op: 'replace', path: 'active', value: false },
        { op: 'replace', path: 'nickName', value: 'Secretive' },
      ),
    )
    await idp.ask('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: false }))
    await idp.ask('DELETE', `/Users/${id}`)
    const changes = (await world.changes()).filter(({ targetId }) => targetId === id)
    expect(changes.map(({ action }) => action)).toEqual([
      'scim_user.create',
      'scim_user.update',
      'scim_user.remove',
    ])
    expect(changes[1]).toMatchObject({
      principalName: 'entra',
      door: 'scim',
      targetName: 'audited@example.com',
      before: { active: true },
      after: { active: false, attributes: ['active', 'nickName'] },
    })
    expect(JSON.stringify(changes)).not.toMatch(/0199|Secretive/)
  })

  it('that was refused is not', async () => {
    const before = (await world.changes()).length
    await idp.ask('POST', '/Users', { schemas: [] })
    await idp.ask('DELETE', '/Users/scu_nobody')
    expect(await world.changes()).toHaveLength(before)
  })
})

describe('tokens by client_credentials', () => {
  const token = async (
    path: string,
    form: Record<string, string>,
    basic?: string,
  ): Promise<Record<string, unknown>> => {
    const response = await fetch(`${world.urls[0]}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(basic && { authorization: `Basic ${btoa(basic)}` }),
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
    })
    return { status: response.status, ...((await response.json()) as object) }
  }
  const withToken = (answer: Record<string, unknown>): Provider =>
    providerWith(world.base, String(answer['access_token']))

  it('from the endpoint for identity providers are for SCIM, without a resource, as Entra asks', async () => {
    for (const answer of [
      await token('/oauth/scim/token', { client_id: 'entra', client_secret: idp.key }),
      await token('/oauth/scim/token', {}, `${idp.accountId}:${idp.key}`),
    ]) {
      expect(answer).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 3600 })
      expect((await withToken(answer).ask('GET', '/Users')).status).toBe(200)
      expect(
        (
          await withToken(answer).ask(
            'POST',
            '/Users',
            person(`${crypto.randomUUID()}@example.com`),
          )
        ).status,
      ).toBe(201)
      const elsewhere = await fetch(`${world.urls[0]}/hubspot/main/crm/v3/objects/contacts`, {
        headers: { authorization: `Bearer ${String(answer['access_token'])}` },
      })
      expect(elsewhere.status).toBe(401)
    }
  })

  it('from the usual endpoint are for SCIM where that was asked for, and only then', async () => {
    const resource = `${world.replicas[0]?.services.signIn.site.publicUrl}/scim`
    const asked = await token('/oauth/token', { resource }, `entra:${idp.key}`)
    expect(asked).toMatchObject({ status: 200, expires_in: 3600 })
    expect((await withToken(asked).ask('GET', '/Users')).status).toBe(200)
    const standard = await token('/oauth/token', {}, `entra:${idp.key}`)
    expect(standard).toMatchObject({ status: 200, expires_in: 600 })
    refused(await withToken(standard).ask('GET', '/Users'), 401, 'auth.invalid')
    const other = await token(
      '/oauth/scim/token',
      { resource: resource.replace(/scim$/, 'hubspot') },
      `entra:${idp.key}`,
    )
    expect(other).toMatchObject({ status: 400, error: 'invalid_target' })
  })

  it('may be for reading alone', async () => {
    const answer = await token('/oauth/scim/token', { scope: 'hubspot:read' }, `entra:${idp.key}`)
    expect((await withToken(answer).ask('GET', '/Users')).status).toBe(200)
    refused(
      await withToken(answer).ask('POST', '/Users', person('ro@example.com')),
      403,
      'auth.read_only',
    )
  })

  it('end with their key', async () => {
    const { key, text } = await createKey(world.admin, {
      principal: idp.accountId,
      name: 'short',
      expiresAt: null,
    })
    const provider = withToken(await token('/oauth/scim/token', {}, `entra:${text.reveal()}`))
    expect((await provider.ask('GET', '/Users')).status).toBe(200)
    await revokeKey(world.admin, { key: key.id })
    refused(await provider.ask('GET', '/Users'), 401, 'auth.invalid')
  })

  it('are fetched with a live key alone', async () => {
    expect(
      await token('/oauth/scim/token', { client_id: 'entra', client_secret: 'hw_no' }),
    ).toMatchObject({ status: 401 })
  })

  it('are not for people: nobody can be asked to let a client in to SCIM', async () => {
    const resource = `${world.replicas[0]?.services.signIn.site.publicUrl}/scim`
    const answer = await fetch(
      `${world.urls[0]}/oauth/authorize?${new URLSearchParams({ client_id: 'entra', resource, response_type: 'code' })}`,
      { redirect: 'manual' },
    )
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })
})
