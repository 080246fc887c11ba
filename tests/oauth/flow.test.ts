/** A client comes in by OAuth, step by step, over HTTP, as any of them would. */
import { get } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HttpBrowser, signInto } from '../support/http-browser.ts'
import {
  answerConsent,
  authorizeUrl,
  clientDocuments,
  letIn,
  pkce,
  redeem,
  REDIRECT,
  showConsent,
  toConsent,
  type ClientDocuments,
  type Tokens,
} from '../support/oauth-client.ts'
import { product, type Product } from '../support/product.ts'

let world: Product
let documents: ClientDocuments
let issuer: string
let browser: HttpBrowser

beforeAll(async () => {
  documents = await clientDocuments()
  world = await product({ clientDocuments: documents.fetch })
  issuer = world.replicas[0]?.services.signIn.site.publicUrl ?? ''
  await world.member('ada', ['contacts:read', 'contacts:write'])
  browser = new HttpBrowser(issuer)
  await signInto(browser, world.admin, 'ada@example.com')
})
afterAll(async () => {
  await world.close()
  await documents.close()
})

test('a client finds its way from the 401 to tokens, and calls', async () => {
  const refused = await fetch(`${issuer}/mcp`, { method: 'POST' })
  expect(refused.status).toBe(401)
  const [, address = ''] =
    /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? []
  const resource = (await (await fetch(address)).json()) as Record<string, unknown>
  expect(resource).toMatchObject({ resource: `${issuer}/mcp`, authorization_servers: [issuer] })
  const server = (await (
    await fetch(`${issuer}/.well-known/oauth-authorization-server`)
  ).json()) as Record<string, unknown>
  expect(server).toMatchObject({
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    code_challenge_methods_supported: ['S256'],
    client_id_metadata_document_supported: true,
    scopes_supported: ['hubspot:read', 'hubspot:write', 'offline_access'],
    response_types_supported: ['code'],
    authorization_response_iss_parameter_supported: true,
  })

  const options = { clientId: documents.clientId }
  const proof = pkce()
  const uid = await toConsent(browser, authorizeUrl(issuer, options, proof))
  const question = await showConsent(browser, uid)
  expect(question).toMatchObject({
    client: { name: 'Test assistant', isNew: true },
    redirect: { loopback: true },
    requested: 'write',
    person: { email: 'ada@example.com' },
  })
  const back = await answerConsent(browser, uid, { decision: 'allow', access: 'write' })
  expect(`${back.origin}${back.pathname}`).toBe(REDIRECT)
  expect(back.searchParams.get('iss')).toBe(issuer)
  expect(back.searchParams.get('state')).toBe('the-state')
  const answer = await redeem(issuer, options, back.searchParams.get('code') ?? '', proof)
  const tokens = (await answer.json()) as Tokens
  expect(tokens).toMatchObject({
    expires_in: 600,
    token_type: 'Bearer',
    scope: 'hubspot:read hubspot:write',
  })
  const called = await fetch(`${issuer}/mcp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  })
  expect(called.status).toBe(200)
})

test('Claude takes the metadata: documents are offered together with "none"', async () => {
  for (const path of ['oauth-authorization-server', 'openid-configuration']) {
    const server = (await (await fetch(`${issuer}/.well-known/${path}`)).json()) as Server
    expect(server.client_id_metadata_document_supported).toBe(true)
    expect(server.token_endpoint_auth_methods_supported).toContain('none')
    expect(server.registration_endpoint, 'registration is off').toBeUndefined()
  }
})

test('addresses in the metadata are ours whatever host a request names', async () => {
  const answer = await rawGet('/.well-known/oauth-authorization-server', {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'gopher',
  })
  expect(answer).not.toContain('evil')
  expect(answer).toContain(`${issuer}/oauth/token`)
})

test('the question says what the client will get, scope by scope, and through which group', async () => {
  const uid = await toConsent(
    browser,
    authorizeUrl(issuer, { clientId: documents.clientId }, pkce()),
  )
  const question = await showConsent(browser, uid)
  expect(question.groups.map(({ name }) => name)).toEqual(['group-of-ada'])
  expect(question.connections).toEqual([
    {
      name: 'main',
      title: 'Main',
      scopes: [
        {
          scope: 'contacts:read',
          description: 'See contacts and their properties',
          writes: false,
          through: ['group-of-ada'],
          covered: true,
        },
        {
          scope: 'contacts:write',
          description: 'Create, change, associate and archive contacts',
          writes: true,
          through: ['group-of-ada'],
          covered: true,
        },
      ],
    },
  ])
})

test('what was let in is listed to its owner, recorded, and known by name in the audit of its calls', async () => {
  const tokens = await letIn(browser, issuer, { clientId: documents.clientId })
  await fetch(`${issuer}/mcp`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'search_records', arguments: { object_type: 'contacts' } },
    }),
  })
  const listed = (await (await browser.api('GET', '/api/v1/authorisations')).json()) as {
    items: { id: string; state: string; lastUsedAt: string | null; client: { name: string } }[]
  }
  const [newest] = listed.items
  expect(newest).toMatchObject({ state: 'live', client: { name: 'Test assistant' } })
  expect(newest?.lastUsedAt).not.toBeNull()
  const events = await world.admin.store.read.audit.list({}, { limit: 20 })
  expect(events.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({
      type: 'change',
      action: 'authorisation.create',
      targetId: newest?.id,
    }),
  )
  expect(events.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ type: 'call', tool: 'search_records', authenticatedBy: newest?.id }),
  )
})

interface Server {
  client_id_metadata_document_supported: boolean
  token_endpoint_auth_methods_supported: string[]
  registration_endpoint?: string
}

const rawGet = (path: string, headers: Record<string, string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(issuer)
    get({ host: '127.0.0.1', port, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve(Buffer.concat(chunks).toString()))
    }).on('error', reject)
  })
