/** Which clients may come at all: with a published document, or registered where that is allowed. */
import type { ServerResponse } from 'node:http'
import { Agent, fetch as fetchBy, type Response as ResponseBy } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setOAuthSettings } from '../../src/application/authorisation/oauth-settings.ts'
import type { HttpBrowser } from '../support/http-browser.ts'
import {
  answerConsent,
  askToken,
  authorizeUrl,
  letIn,
  pkce,
  showConsent,
  toConsent,
  type Tokens,
} from '../support/oauth-client.ts'
import { listTools, oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

let world: OAuthWorld
let ada: HttpBrowser

beforeAll(async () => {
  world = await oauthWorld()
  ada = await world.person('ada', ['contacts:read'])
})
afterAll(() => world.close())

const CALLBACK = 'https://assistant.example/callback'

const question = async (clientId: string, redirectUri = CALLBACK) =>
  showConsent(
    ada,
    await toConsent(ada, authorizeUrl(world.issuer, { clientId, redirectUri }, pkce())),
  )

const refusal = async (clientId: string, redirectUri = CALLBACK): Promise<string> => {
  const answer = await ada.open(authorizeUrl(world.issuer, { clientId, redirectUri }, pkce()))
  expect(answer.headers.get('location')).toBeNull()
  expect(answer.status).toBe(400)
  return answer.text()
}

describe('a published document', () => {
  test('is read once for many requests', async () => {
    const id = world.documents.serve('/cached', { redirect_uris: [CALLBACK] })
    const before = world.documents.requests()
    for (let i = 0; i < 5; i++) await question(id)
    expect(world.documents.requests()).toBe(before + 1)
  })

  test('tells the person whose it is: the host, and whether the answer stays with it', async () => {
    const id = world.documents.serve('/named', {
      client_name: 'Claude',
      client_uri: 'https://elsewhere.example/',
      redirect_uris: [CALLBACK],
    })
    const { client, redirect } = await question(id)
    expect(client).toMatchObject({ name: 'Claude', host: new URL(id).host, page: null })
    expect(redirect).toEqual({
      host: 'assistant.example',
      loopback: false,
      app: false,
      sameHost: false,
    })
  })

  test('cannot turn the text of the page around or fill it', async () => {
    const id = world.documents.serve('/tricky', {
      client_name: `Cla\u202eedu\u0000\n${'x'.repeat(500)}`,
      redirect_uris: [CALLBACK],
    })
    const { client } = await question(id)
    expect(client.name).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(client.name.length).toBeLessThanOrEqual(100)
  })

  test.each<[string, Record<string, unknown>]>([
    ['names another id', { client_id: 'https://localhost/else', redirect_uris: [CALLBACK] }],
    ['has a secret', { client_secret: 'x', redirect_uris: [CALLBACK] }],
    ['has no redirect address', { redirect_uris: [] }],
    ['wants an address without encryption', { redirect_uris: ['http://assistant.example/cb'] }],
    ['wants a script as address', { redirect_uris: ['javascript:alert(1)'] }],
    [
      'calls itself a web application to get one',
      { application_type: 'web', redirect_uris: ['http://assistant.example/cb'] },
    ],
    [
      'wants an address that seems to lead elsewhere',
      { redirect_uris: ['https://claude.ai@evil.example/cb'] },
    ],
    [
      'wants an address that browsers read otherwise',
      { redirect_uris: ['https://evil.example\\@claude.ai/cb'] },
    ],
    ['wants an address with look-alike letters', { redirect_uris: ['https://аpple.com/cb'] }],
  ])('is refused where it %s', async (what, document) => {
    const path = `/${what.replaceAll(' ', '-')}`
    const id = world.documents.serve(path, document)
    const [redirect = CALLBACK] = document['redirect_uris'] as string[]
    await refusal(id, redirect)
  })

  test('may name more than is offered: VS Code’s names the device flow and scopes of its own', async () => {
    const redirectUri = 'http://127.0.0.1:33418/'
    const id = world.documents.serve('/vscode', {
      client_name: 'Visual Studio Code',
      grant_types: [
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      response_types: ['code', 'id_token'],
      scope: 'read:data',
      redirect_uris: [redirectUri, 'https://vscode.dev/redirect'],
      token_endpoint_auth_method: 'none',
    })
    const tokens = await letIn(ada, world.issuer, { clientId: id, redirectUri })
    expect(tokens.scope).toBe('hubspot:read hubspot:write')
    expect(tokens.refresh_token).toBeDefined()
  })

  test('is refused where it comes by redirect, is too long, or is no JSON', async () => {
    const target = world.documents.serve('/target', { redirect_uris: [CALLBACK] })
    const moved = world.documents.serve('/moved', (response: ServerResponse) => {
      response.writeHead(302, { location: target })
      response.end()
    })
    await refusal(moved)
    const long = world.documents.serve('/long', {
      redirect_uris: [CALLBACK],
      filler: 'x'.repeat(70_000),
    })
    await refusal(long)
    await refusal(world.documents.serve('/text', (response: ServerResponse) => response.end('no')))
    await refusal(`${world.documents.origin}/absent`)
  })

  test('is asked for again when it failed: a mistake is mended at once', async () => {
    await refusal(`${world.documents.origin}/late`)
    await question(world.documents.serve('/late', { redirect_uris: [CALLBACK] }))
  })
})

describe('registration', () => {
  const register = (more: object = {}, dispatcher = new Agent()): Promise<ResponseBy> =>
    fetchBy(`${world.issuer}/oauth/register`, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'Older client', redirect_uris: [CALLBACK], ...more }),
    })
  const allow = (dynamicRegistration: boolean) =>
    setOAuthSettings(world.admin, { dynamicRegistration })

  test('is off, and says so', async () => {
    const answer = await register()
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('document')
  })

  test('where an admin allows it, is offered and lets a client in, without anybody vouching', async () => {
    await allow(true)
    const server = (await (
      await fetch(`${world.issuer}/.well-known/oauth-authorization-server`)
    ).json()) as Record<string, unknown>
    expect(server['registration_endpoint']).toBe(`${world.issuer}/oauth/register`)
    const made = (await (await register()).json()) as { client_id: string }
    expect(made.client_id).toMatch(/^cli_/)
    const { client } = await question(made.client_id)
    expect(client).toMatchObject({ name: 'Older client', host: null })
    const options = { clientId: made.client_id, redirectUri: CALLBACK }
    const tokens = await letIn(ada, world.issuer, options)
    expect((await listTools(world.issuer, tokens.access_token)).status).toBe(200)
    await allow(false)
    expect((await register()).status).toBe(403)
    expect((await listTools(world.issuer, tokens.access_token)).status).toBe(200)
  })

  test('with a secret keeps its hash, and wants it at the token endpoint', async () => {
    await allow(true)
    const made = (await (
      await register({ token_endpoint_auth_method: 'client_secret_post' })
    ).json()) as { client_id: string; client_secret: string }
    const { rows } = await world.pool.query<{ text: string }>(
      `select metadata::text as text from registered_client where id = $1`,
      [made.client_id],
    )
    expect(rows[0]?.text).not.toContain(made.client_secret)
    const proof = pkce()
    const options = { clientId: made.client_id, redirectUri: CALLBACK }
    const uid = await toConsent(ada, authorizeUrl(world.issuer, options, proof))
    const back = await answerConsent(ada, uid, { decision: 'allow', access: 'write' })
    const parameters = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      client_id: made.client_id,
      redirect_uri: CALLBACK,
      code_verifier: proof.verifier,
    }
    expect((await askToken(world.issuer, parameters)).status).toBe(401)
    const wrong = { ...parameters, client_secret: 'wrong' }
    expect((await askToken(world.issuer, wrong)).status).toBe(401)
    const right = { ...parameters, client_secret: made.client_secret }
    const tokens = (await (await askToken(world.issuer, right)).json()) as Tokens
    expect((await listTools(world.issuer, tokens.access_token)).status).toBe(200)
    await allow(false)
  })

  test('gives no client credentials: those are of service accounts alone', async () => {
    await allow(true)
    const made = (await (
      await register({
        grant_types: ['authorization_code', 'client_credentials'],
        token_endpoint_auth_method: 'client_secret_post',
      })
    ).json()) as { client_id: string; client_secret: string; grant_types: string[] }
    expect(made.grant_types).toEqual(['authorization_code'])
    const answer = await askToken(world.issuer, {
      grant_type: 'client_credentials',
      client_id: made.client_id,
      client_secret: made.client_secret,
    })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('grant type is not allowed')
    await allow(false)
  })

  test('takes so many an hour and no more, however many come at once', async () => {
    await allow(true)
    const count = async () => {
      const { rows } = await world.pool.query<{ count: number }>(
        `select count(*)::int as count from registered_client`,
      )
      return rows[0]?.count
    }
    const fromOne = await Promise.all(Array.from({ length: 20 }, () => register()))
    // One stranger is stopped long before nobody else may register.
    expect(await count()).toBe(10)
    const many = ['127.0.0.2', '127.0.0.3', '127.0.0.4'].flatMap((localAddress) => {
      const dispatcher = new Agent({ localAddress })
      return Array.from({ length: 10 }, () => register({}, dispatcher))
    })
    const all = [...fromOne, ...(await Promise.all(many))]
    expect(await count()).toBe(30)
    for (const refused of all.filter(({ ok }) => !ok)) {
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('3600')
      expect(await refused.text()).toContain('temporarily_unavailable')
    }
    await allow(false)
  })

  test('of a service account or a person by their id is impossible: those ids are taken', async () => {
    await allow(true)
    const answer = await register({ client_id: 'svc_00000000000000000000' })
    const made = (await answer.json()) as { client_id?: string }
    expect(made.client_id).not.toBe('svc_00000000000000000000')
    await allow(false)
  })
})

test('a stranger cannot make us fetch documents without end', async () => {
  const before = world.documents.requests()
  const ask = (i: number): Promise<Response> =>
    ada.open(
      authorizeUrl(
        world.issuer,
        { clientId: `${world.documents.origin}/none-${i}`, redirectUri: CALLBACK },
        pkce(),
      ),
    )
  for (let i = 0; i < 90; i++) await ask(i)
  expect(world.documents.requests() - before).toBeLessThan(80)
})
