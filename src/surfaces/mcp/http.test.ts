import { request, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revokeKey } from '../../application/access/revoke-key.ts'
import { setGrant } from '../../application/access/set-grant.ts'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { mcpWorld, type McpWorld } from '../../../tests/support/mcp-world.ts'

let database: TestDatabase
let world: McpWorld
let key: string

beforeAll(async () => {
  database = await testDatabase()
  world = await mcpWorld({ database: database.config, door: { bodyLimit: 20_000 } })
  key = await world.caller('sales', ['contacts:read'])
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
}
const MODERN_LIST = { ...LIST, params: { _meta: META } }
const MODERN_HEADERS = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' }

interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: Record<string, unknown> & {
    error?: { code: number; message: string; data?: { code: string } }
  }
}

/** Plain `node:http`, because `fetch` would not send a Host or Origin of our choice. */
function send(
  body: unknown,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Answer> {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const out = request(
      world.url,
      {
        method,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${key}`,
          'content-length': Buffer.byteLength(payload),
          ...headers,
        },
      },
      (answer) => void readAnswer(answer).then(resolve, reject),
    )
    out.on('error', reject)
    out.end(payload)
  })
}

async function readAnswer(answer: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
  }
}

describe('who may come in', () => {
  it('answers JSON, not a stream, to a client of the older era, with or without version header', async () => {
    for (const version of [undefined, '2025-03-26', '2025-06-18', '2025-11-25']) {
      const headers = version ? { 'mcp-protocol-version': version } : undefined
      const answer = await send(LIST, headers)
      expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
    }
  })

  it.each([
    [
      'without a key',
      { authorization: '' },
      'auth.missing',
      'Bearer scope="hubspot:read hubspot:write", resource_metadata=',
    ],
    [
      'with an unknown key',
      { authorization: 'Bearer hw_nobody' },
      'auth.invalid',
      'Bearer error="invalid_token"',
    ],
  ])(
    '%s: 401 with a challenge, and the attempt is recorded',
    async (_, headers, code, challenge) => {
      const answer = await send(LIST, headers)
      expect(answer.status).toBe(401)
      expect(answer.body.error?.data?.code).toBe(code)
      expect(answer.headers['www-authenticate']).toContain(challenge)
      expect((await world.calls()).at(-1)).toMatchObject({
        door: 'mcp',
        decision: 'refused',
        reason: code,
        principalId: null,
      })
    },
  )

  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['no page at all ("null")', { origin: 'null' }],
    ['a rebound host name', { host: 'evil.example' }],
    ['an allowed host over another scheme', { origin: 'http://claude.ai' }],
  ])('turns away %s with 403', async (_, headers) => {
    const answer = await send(LIST, headers)
    expect(answer.status).toBe(403)
    expect(answer.body.error?.data?.code).toBe('request.origin_refused')
  })

  it.each([['https://claude.ai'], ['http://localhost:5173'], ['http://127.0.0.1:8080']])(
    'lets pages of %s in',
    async (origin) => {
      expect((await send(LIST, { origin })).status).toBe(200)
    },
  )

  it('takes POST only', async () => {
    for (const method of ['GET', 'DELETE', 'PUT'])
      expect(await send('', {}, method)).toMatchObject({ status: 405, headers: { allow: 'POST' } })
  })
})

describe('what cannot be read', () => {
  it.each([
    ['no JSON', '{"jsonrpc":', 400, -32700],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, -32700],
    ['a message that is none', '{"hello":1}', 400, -32600],
    ['an empty batch', '[]', 400, -32600],
    ['a number', '7', 400, -32600],
  ])('is refused: %s', async (_, body, status, code) => {
    const answer = await send(body)
    expect(answer.status).toBe(status)
    expect(answer.body.error?.code).toBe(code)
  })

  it('is refused before it is read whole: a body over the limit', async () => {
    const answer = await send({ ...LIST, params: { pad: 'x'.repeat(20_000) } })
    expect(answer.status).toBe(413)
    expect(answer.body.error?.data?.code).toBe('request.too_large')
  })

  it('is refused: another content type', async () => {
    expect((await send(LIST, { 'content-type': 'text/plain' })).status).toBe(415)
  })
})

describe('the rules of 2026-07-28', () => {
  it('answers a message in order, with how long the list may be kept and by whom', async () => {
    const answer = await send(MODERN_LIST, MODERN_HEADERS)
    expect(answer).toMatchObject({
      status: 200,
      body: { result: { resultType: 'complete', cacheScope: 'private', ttlMs: 500 } },
    })
  })

  it.each([
    ['no method header', { 'mcp-method': undefined }],
    ['another method in the header', { 'mcp-method': 'tools/call' }],
    ['another version in the header', { 'mcp-protocol-version': '2025-11-25' }],
  ])('refuses a header that is not the body: %s', async (_, change) => {
    const headers = Object.fromEntries(
      Object.entries({ ...MODERN_HEADERS, ...change }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>
    expect(await send(MODERN_LIST, headers)).toMatchObject({
      status: 400,
      body: { error: { code: -32020 } },
    })
  })

  it('refuses a tool name in the header that is not the body’s', async () => {
    const call = {
      ...MODERN_LIST,
      method: 'tools/call',
      params: { name: 'get_my_access', arguments: {}, _meta: META },
    }
    const headers = { ...MODERN_HEADERS, 'mcp-method': 'tools/call', 'mcp-name': 'search_records' }
    expect(await send(call, headers)).toMatchObject({
      status: 400,
      body: { error: { code: -32020 } },
    })
    expect((await send(call, { ...headers, 'mcp-name': 'get_my_access' })).status).toBe(200)
  })

  it('names the revisions it has to a client of a later one', async () => {
    const meta = { ...META, 'io.modelcontextprotocol/protocolVersion': '2031-01-01' }
    const answer = await send(
      { ...LIST, params: { _meta: meta } },
      { 'mcp-protocol-version': '2031-01-01', 'mcp-method': 'tools/list' },
    )
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: -32022, data: { supported: ['2026-07-28'] } } },
    })
  })

  it('answers an unknown method with 404', async () => {
    const answer = await send(
      { ...MODERN_LIST, method: 'no/such' },
      { ...MODERN_HEADERS, 'mcp-method': 'no/such' },
    )
    expect(answer).toMatchObject({ status: 404, body: { error: { code: -32601 } } })
  })
})

describe('the short way', () => {
  const call = (params: object) => ({ ...LIST, method: 'tools/call', params })
  const mine = { name: 'get_my_access', arguments: {} }
  const wrong = { name: 'get_records', arguments: { ids: 'no list' } }

  it.each([
    ['a list', LIST],
    ['a call', call(mine)],
    ['a refused call', call(wrong)],
  ])('answers the older era as the SDK does: %s', async (_, message) => {
    const short = await send(message, { 'mcp-protocol-version': '2025-03-26' })
    // A batch goes through the SDK.
    const long = await send([message], { 'mcp-protocol-version': '2025-03-26' })
    expect([long.body].flat()).toEqual([short.body])
  })

  it.each([
    ['a list', LIST, undefined],
    ['a call', call(mine), 'get_my_access'],
    ['a refused call', call(wrong), 'get_records'],
  ])('answers the newer era as the SDK does: %s', async (_, message, name) => {
    const sent = { ...message, params: { ...message.params, _meta: META } }
    const headers = { ...MODERN_HEADERS, 'mcp-method': message.method }
    const short = await send(sent, { ...headers, ...(name && { 'mcp-name': name }) })
    // What is no plain message (an encoded name, a member we do not know) goes through the SDK.
    const encoded = `=?base64?${Buffer.from(name ?? '').toString('base64')}?=`
    const long = await send(name ? sent : { ...sent, params: { ...sent.params, other: 1 } }, {
      ...headers,
      ...(name && { 'mcp-name': encoded }),
    })
    expect(short.status).toBe(200)
    expect(long).toMatchObject({ status: 200, body: short.body })
    expect(short.body).toEqual(long.body)
  })
})

describe('a change of access', () => {
  const names = (answer: Answer): string[] =>
    ((answer.body['result'] as { tools: { name: string }[] }).tools ?? []).map(({ name }) => name)

  it('shows in the very next list, and a revoked key is dead', async () => {
    const other = await world.caller('support', ['contacts:read'])
    const headers = { authorization: `Bearer ${other}` }
    expect(names(await send(LIST, headers))).not.toContain('get_content')
    await setGrant(world.admin, {
      group: 'support',
      connection: 'main',
      scopes: ['contacts:read', 'content:read'],
      expiresAt: null,
    })
    expect(names(await send(LIST, headers))).toContain('get_content')
    const keys = await world.admin.store.read.keys.list()
    const mine = keys.at(-1)
    await revokeKey(world.admin, { key: mine?.id ?? '' })
    expect((await send(LIST, headers)).status).toBe(401)
  })

  it('takes away what only a grant with an end had given, at that end', async () => {
    const brief = await world.caller('brief', ['contacts:read'])
    const expiresAt = new Date(Date.now() + 60_000)
    await setGrant(world.admin, {
      group: 'brief',
      connection: 'main',
      scopes: ['contacts:read', 'content:read'],
      expiresAt,
    })
    const headers = { authorization: `Bearer ${brief}` }
    expect(names(await send(LIST, headers))).toContain('get_content')
    world.clock.aheadMs += 61_000
    expect(names(await send(LIST, headers))).not.toContain('get_content')
  })
})
