/**
 * A client that is a page in a browser (the official inspector is one): what the browser asks before
 * each call, and whether the page may read the answers.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setOAuthSettings } from '../../src/application/authorisation/oauth-settings.ts'
import type { HttpBrowser } from '../support/http-browser.ts'
import {
  answerConsent,
  authorizeUrl,
  pkce,
  REDIRECT,
  toConsent,
  type Tokens,
} from '../support/oauth-client.ts'
import { oauthWorld, type OAuthWorld } from '../support/oauth-world.ts'

/** A page on the person's own machine, as the inspector is. */
const PAGE = 'http://localhost:6274'

let world: OAuthWorld
let ada: HttpBrowser

beforeAll(async () => {
  world = await oauthWorld()
  ada = await world.person('ada', ['contacts:read'])
})
afterAll(() => world.close())

/** As a browser does it for a page of `origin`: asks first, and hands over only what is allowed. */
async function fromPage(
  path: string,
  method: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
  origin = PAGE,
): Promise<Response> {
  const address = new URL(path, world.issuer)
  const asked = await fetch(address, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': Object.keys(headers).join(','),
    },
  })
  readable(asked, origin)
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-methods')).toContain(method)
  const allowed = (asked.headers.get('access-control-allow-headers') ?? '').split(',')
  for (const name of Object.keys(headers)) expect(allowed).toContain(name)
  const answer = await fetch(address, {
    method,
    headers: { origin, ...headers },
    ...(body !== undefined && { body }),
  })
  readable(answer, origin)
  return answer
}

function readable(answer: Response, origin: string): void {
  expect(['*', origin]).toContain(answer.headers.get('access-control-allow-origin'))
  expect(answer.headers.get('access-control-allow-credentials'), 'no cookie counts').toBeNull()
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const VERSION = { 'mcp-protocol-version': '2025-11-25' }

const listTools = (token: string | null): Promise<Response> =>
  fromPage(
    '/mcp',
    'POST',
    {
      'content-type': 'application/json',
      ...VERSION,
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  )

test('comes in: from the refusal to the tokens to a call and the end', async () => {
  const refused = await listTools(null)
  expect(refused.status).toBe(401)
  expect(refused.headers.get('access-control-expose-headers')).toContain('www-authenticate')
  for (const path of [
    '/.well-known/oauth-protected-resource/mcp',
    '/.well-known/oauth-authorization-server',
    '/.well-known/openid-configuration',
  ])
    expect((await fromPage(path, 'GET', VERSION)).status).toBe(200)

  const proof = pkce()
  const options = { clientId: world.documents.clientId }
  const uid = await toConsent(ada, authorizeUrl(world.issuer, options, proof))
  const back = await answerConsent(ada, uid, { decision: 'allow', access: 'read' })
  const form = (fields: Readonly<Record<string, string>>): string =>
    new URLSearchParams({ client_id: options.clientId, ...fields }).toString()
  const redeemed = await fromPage(
    '/oauth/token',
    'POST',
    FORM,
    form({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
      code_verifier: proof.verifier,
    }),
  )
  expect(redeemed.status).toBe(200)
  const tokens = (await redeemed.json()) as Tokens
  expect((await listTools(tokens.access_token)).status).toBe(200)
  const ended = form({ token: tokens.refresh_token })
  expect((await fromPage('/oauth/revoke', 'POST', FORM, ended)).status).toBe(200)
  expect((await listTools(tokens.access_token)).status).toBe(401)
})

test('registers itself where that is allowed, and reads why where it is not', async () => {
  const register = (): Promise<Response> =>
    fromPage(
      '/oauth/register',
      'POST',
      { 'content-type': 'application/json' },
      JSON.stringify({ client_name: 'Inspector', redirect_uris: [`${PAGE}/oauth/callback`] }),
    )
  expect((await register()).status).toBe(403)
  await setOAuthSettings(world.admin, { dynamicRegistration: true })
  expect((await register()).status).toBe(201)
})

describe('a page of another site', () => {
  test('may not read the tools, whatever token it has', async () => {
    const answer = await fetch(`${world.issuer}/mcp`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  test.each(['/api/v1/session', '/oauth/authorize', '/hubspot/main/crm/v3/objects/contacts'])(
    'may read nothing of %s',
    async (path) => {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await fetch(world.issuer + path, {
          method,
          headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
        })
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
    },
  )
})

test('the documents are read, not written to', async () => {
  const answer = await fetch(`${world.issuer}/.well-known/oauth-protected-resource`, {
    method: 'POST',
  })
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toContain('GET')
})
