/**
 * A resource server's duties, which no conformance suite has: where to ask is told on path and root,
 * refusals are challenges, and no token opens a door but a whole, live one of ours made for it.
 * MCP, "Authorization", revisions 2025-11-25 and 2026-07-28; RFC 6750, 8707, 9068, 9728.
 */
import {
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentSigningKey } from '../../src/adapters/crypto/signing-keys.ts'
import { createSigningKeys } from '../../src/adapters/database/authorisation/signing-keys.ts'
import { createDatabase } from '../../src/adapters/database/pool.ts'
import type { HttpBrowser } from '../support/http-browser.ts'
import { letIn, type Tokens } from '../support/oauth-client.ts'
import {
  callTool,
  listTools,
  oauthWorld,
  postMcp,
  type OAuthWorld,
} from '../support/oauth-world.ts'

let world: OAuthWorld
let ada: HttpBrowser
let clientId: string
/** One that works, for the MCP door. */
let tokens: Tokens

beforeAll(async () => {
  world = await oauthWorld()
  clientId = world.documents.clientId
  ada = await world.person('ada', ['contacts:read', 'contacts:write'])
  tokens = await letIn(ada, world.issuer, { clientId })
})
afterAll(() => world.close())

const challengeOf = (answer: Response): string => answer.headers.get('www-authenticate') ?? ''

const api = (token: string | null, path = '/crm/v3/objects/contacts'): Promise<Response> =>
  fetch(`${world.issuer}/hubspot/main${path}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })

const WRITE = {
  object_type: 'contacts',
  action: 'create',
  records: [{ properties: { email: 'new@example.com' } }],
}

describe('where to ask', () => {
  test.each([
    ['', 'mcp'],
    ['/mcp', 'mcp'],
    ['/hubspot', 'hubspot'],
  ])('metadata at …/oauth-protected-resource%s are of /%s', async (form, resource) => {
    const answer = await fetch(`${world.issuer}/.well-known/oauth-protected-resource${form}`)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({
      resource: `${world.issuer}/${resource}`,
      authorization_servers: [world.issuer],
      scopes_supported: ['hubspot:read', 'hubspot:write'],
      bearer_methods_supported: ['header'],
      resource_name: expect.stringContaining('Hubward') as string,
    })
  })

  test('of another path there are none', async () => {
    const answer = await fetch(`${world.issuer}/.well-known/oauth-protected-resource/else`)
    expect(answer.status).toBe(404)
  })

  test.each([
    ['mcp', () => listTools(world.issuer, null)],
    ['hubspot', () => api(null)],
  ] as const)(
    'a call to /%s without a token is told where, and of no fault',
    async (resource, call) => {
      const answer = await call()
      expect(answer.status).toBe(401)
      expect(challengeOf(answer)).toBe(
        `Bearer scope="hubspot:read hubspot:write", resource_metadata="${world.issuer}/.well-known/oauth-protected-resource/${resource}"`,
      )
    },
  )
})

describe('a token that is not good', () => {
  const cases: readonly (readonly [what: string, make: () => string | Promise<string>])[] = [
    ['is no token', () => 'abc.def.ghi'],
    ['is signed by nobody (alg none)', () => forged({ alg: 'none' }, () => '')],
    [
      'is signed with our public key as if it were a secret (HS256)',
      async () => {
        const [key] = await publicKeys()
        return forged({ alg: 'HS256', kid: key?.kid }, (input) =>
          createHmac('sha256', JSON.stringify(key)).update(input).digest('base64url'),
        )
      },
    ],
    [
      'brings its own key along',
      async () => {
        const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        const jwk = publicKey.export({ format: 'jwk' })
        return forged({ alg: 'ES256', jwk }, (input) => es256(privateKey, input))
      },
    ],
    [
      'names our key but is signed with another',
      async () => {
        const [key] = await publicKeys()
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        return forged({ alg: 'ES256', kid: key?.kid }, (input) => es256(privateKey, input))
      },
    ],
    [
      'names a key by a path',
      () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        const header = { alg: 'ES256', kid: '../../dev/null', jku: 'https://evil.example/jwks' }
        return forged(header, (input) => es256(privateKey, input))
      },
    ],
    ['is of another issuer', () => ours({ iss: 'https://elsewhere.example' })],
    ['is for nobody', () => ours({ aud: undefined })],
    ['is for somebody else', () => ours({ aud: 'https://elsewhere.example/mcp' })],
    ['is for several', () => ours({ aud: [`${world.issuer}/mcp`, 'https://else.example'] })],
    ['is for the other door', () => ours({ aud: `${world.issuer}/hubspot` })],
    ['is of another kind (an id token)', () => ours({}, { typ: 'JWT' })],
    ['expired', () => ours({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ['never expires', () => ours({ exp: undefined })],
    ['hangs on nothing', () => ours({ authorisation: undefined })],
    ['hangs on what never was', () => ours({ authorisation: 'aut_00000000000000000000' })],
    ['has no scope of ours', () => ours({ scope: 'openid' })],
    [
      'was altered',
      () => tokens.access_token.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')).replace('.', '.e'),
    ],
  ]
  test.each(cases)('%s: 401 with invalid_token', async (_, make) => {
    const answer = await listTools(world.issuer, await make())
    expect(answer.status).toBe(401)
    expect(challengeOf(answer)).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"/)
    expect(challengeOf(answer)).toContain(`resource_metadata="${world.issuer}/.well-known/`)
  })

  test('and one made in the same way, but good, opens the door: the forgeries fail for their fault', async () => {
    expect((await listTools(world.issuer, await ours({}))).status).toBe(200)
  })

  test('a token of the MCP door opens neither the REST door nor the admin API', async () => {
    const rest = await api(tokens.access_token)
    expect(rest.status).toBe(401)
    expect(challengeOf(rest)).toContain('invalid_token')
    const admin = await fetch(`${world.issuer}/api/v1/me`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    expect(admin.status).toBe(401)
    const metrics = await fetch(`${world.issuer}/metrics`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    expect(metrics.status).toBe(401)
  })

  test('a token in the address is refused, even a good one, and goes no further', async () => {
    const calls = world.portal.requests.total
    for (const answer of [
      await fetch(`${world.issuer}/mcp?access_token=${tokens.access_token}`, { method: 'POST' }),
      await fetch(`${world.issuer}/hubspot/main/crm/v3/objects/contacts?access_token=x`),
      await fetch(`${world.issuer}/mcp?access%5Ftoken=x`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.access_token}` },
      }),
    ]) {
      expect(answer.status).toBe(400)
      expect(challengeOf(answer)).toContain('error="invalid_request"')
      expect(await answer.text()).toContain('auth.token_in_query')
    }
    expect(world.portal.requests.total).toBe(calls)
  })
})

describe('a client that was let in to read only', () => {
  let reader: Tokens
  beforeAll(async () => {
    reader = await letIn(ada, world.issuer, { clientId, access: 'read' })
  })

  test('reads', async () => {
    const answer = await callTool(world.issuer, reader.access_token, 'search_records', {
      object_type: 'contacts',
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('isError')
  })

  test('sees the tool that writes, so that it can ask for more', async () => {
    const text = await (await listTools(world.issuer, reader.access_token)).text()
    expect(text).toContain('write_records')
  })

  test.each([
    ['2025-11-25', {}, {}],
    [
      '2026-07-28',
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'write_records',
      },
      {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    ],
  ])('is challenged for more scope when it writes (%s)', async (_, headers, more) => {
    const params = { name: 'write_records', arguments: WRITE, ...more }
    const answer = await postMcp(
      world.issuer,
      reader.access_token,
      { method: 'tools/call', params },
      headers,
    )
    expect(answer.status).toBe(403)
    expect(challengeOf(answer)).toMatch(
      /^Bearer error="insufficient_scope", error_description="[^"]+", scope="hubspot:read hubspot:write", resource_metadata="[^"]+"$/,
    )
  })

  test('writes nothing by a batch either', async () => {
    const answer = await fetch(`${world.issuer}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${reader.access_token}`,
      },
      body: JSON.stringify([
        {
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: 'write_records', arguments: WRITE },
        },
      ]),
    })
    const text = await answer.text()
    expect(text).not.toContain('"created"')
  })

  test('a missing grant stays a tool error, which a model can act on', async () => {
    const ben = await world.person('ben', ['contacts:read'])
    for (const access of ['read', 'write'] as const) {
      const limited = await letIn(ben, world.issuer, { clientId, access })
      const answer = await callTool(world.issuer, limited.access_token, 'write_records', WRITE)
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ result: { isError: true } })
    }
  })

  test('is refused a write at the REST door, with its code and the challenge', async () => {
    const rest = await letIn(ada, world.issuer, {
      clientId,
      access: 'read',
      resource: `${world.issuer}/hubspot`,
    })
    expect((await api(rest.access_token)).status).toBe(200)
    const answer = await fetch(`${world.issuer}/hubspot/main/crm/v3/objects/contacts`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${rest.access_token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ properties: { email: 'new@example.com' } }),
    })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('x-hubward-code')).toBe('auth.read_only')
    expect(challengeOf(answer)).toContain('error="insufficient_scope"')
    const search = await fetch(`${world.issuer}/hubspot/main/crm/v3/objects/contacts/search`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${rest.access_token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ limit: 1 }),
    })
    expect(search.status, 'a search is a read, though it is a POST').toBe(200)
  })
})

test('HubSpot never sees a token of ours: what it gets is the vault’s own', async () => {
  const rest = await letIn(ada, world.issuer, { clientId, resource: `${world.issuer}/hubspot` })
  const before = world.portal.requests.total
  await api(rest.access_token)
  await callTool(world.issuer, tokens.access_token, 'search_records', { object_type: 'contacts' })
  const since = world.portal.requests.total - before
  expect(since).toBeGreaterThanOrEqual(2)
  const seen = world.portal.requests.recent().slice(-since)
  expect(new Set(seen.map(({ tokenId }) => tokenId))).toEqual(new Set([world.portal.tokens[0]?.id]))
  expect(JSON.stringify(seen)).not.toContain(tokens.access_token.slice(0, 30))
})

/** A token's payload as ours are, changed, and signed by whoever. */
async function forged(
  header: Record<string, unknown>,
  signature: (input: string) => string,
  claims: Record<string, unknown> = {},
): Promise<string> {
  const [, payload = ''] = tokens.access_token.split('.')
  const real = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const input = [
    { typ: 'at+jwt', ...header },
    { ...real, ...claims },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${signature(input)}`
}

/** Signed with the real key, as only we can: each such fault has to be seen by itself. */
async function ours(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
): Promise<string> {
  const { vault, store, world: clock } = world.admin
  const keys = createSigningKeys(createDatabase(world.pool))
  const { kid, jwk } = await currentSigningKey(keys, vault, store.read, clock)
  const key = createPrivateKey({ key: jwk.reveal(), format: 'jwk' })
  return forged({ alg: 'ES256', kid, ...header }, (input) => es256(key, input), claims)
}

const es256 = (key: KeyObject, input: string): string =>
  sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')

async function publicKeys(): Promise<{ kid: string }[]> {
  const answer = await fetch(`${world.issuer}/oauth/jwks`)
  return ((await answer.json()) as { keys: { kid: string }[] }).keys
}
