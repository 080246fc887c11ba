import type { IncomingMessage, RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { gatewayRig, KEY, type Rig } from '../support/gateway-rig.ts'

let rig: Rig
let seen: { headers: IncomingMessage['headers']; body: Buffer }[] = []

const start = async (
  answer: { status?: number; body?: unknown; headers?: Record<string, string> } = {},
  kind?: Connection['kind'],
): Promise<void> => {
  seen = []
  const hubspot: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response
        .writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
        .end(JSON.stringify(answer.body ?? {}))
    })
  }
  rig = await gatewayRig(hubspot, kind)
}
afterEach(() => rig.close())

const SEARCH = 'crm/v3/objects/contacts/search'
const FILES = 'files/v3/files'
const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${rig.url}/hubspot/main/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, ...headers },
    body,
  })
const codeOf = (answer: Response): string | null => answer.headers.get('x-hubward-code')

describe('a body that decides over scopes', () => {
  it.each([
    'application/json;charset=utf-16',
    'application/json; charset=Shift_JIS',
    'text/plain;charset=utf-7',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('reaches HubSpot as the JSON that was read, not as %s', async (type) => {
    await start()
    await post(SEARCH, '{"limit":1}', { 'content-type': type })
    expect(seen[0]?.headers['content-type']).toBe('application/json')
    expect(seen[0]?.body.toString()).toBe('{"limit":1}')
  })

  it('is not read with a byte order mark in front, by either side', async () => {
    await start()
    await post(SEARCH, Buffer.from('\uFEFF{"limit":1}'), { 'content-type': 'application/json' })
    expect(seen.map(({ body }) => body.toString())).toEqual(['{"limit":1}'])
  })
})

describe('a number that JavaScript cannot hold', () => {
  it.each(['12345678901234567890', '1e999', '-1e999'])(
    '%s is refused, since another would be sent',
    async (number) => {
      await start()
      const answer = await post(SEARCH, `{"after":${number}}`)
      expect(codeOf(answer)).toBe('request.invalid')
      expect(((await answer.json()) as { message: string }).message).toContain('"after"')
      expect(seen).toHaveLength(0)
    },
  )
})

describe('a compressed request body', () => {
  it('is refused by name, since HubSpot would be sent it without its coding', async () => {
    await start()
    rig.grant(['contacts:read', 'contacts:write', 'files:write'])
    for (const path of [SEARCH, 'crm/v3/objects/contacts/batch/update', FILES]) {
      const answer = await post(path, gzipSync('{}'), { 'content-encoding': 'gzip' })
      expect(answer.status, path).toBe(415)
      expect(codeOf(answer), path).toBe('request.content_type')
    }
    expect(seen).toHaveLength(0)
  })
})

describe('an upload', () => {
  it('keeps its length and its type on the way', async () => {
    await start()
    rig.grant(['files:write'])
    const form = new FormData()
    form.set('file', new Blob([Buffer.alloc(300_000, 'x')]), 'résumé.pdf')
    form.set('options', '{"access":"PRIVATE"}')
    const sent = new Request('http://x', { method: 'POST', body: form })
    const type = sent.headers.get('content-type') ?? ''
    const bytes = Buffer.from(await sent.arrayBuffer())
    expect((await post(FILES, bytes, { 'content-type': type })).status).toBe(200)
    expect(seen[0]?.headers).toMatchObject({
      'content-type': type,
      'content-length': String(bytes.length),
    })
    expect(seen[0]?.headers['transfer-encoding']).toBeUndefined()
    expect(seen[0]?.body.equals(bytes)).toBe(true)
  })

  it('whose token has ended is told to come again: the next one gets a new token', async () => {
    await start({ status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } }, 'oauth')
    rig.grant(['files:write'])
    const answer = await post(FILES, Buffer.alloc(300_000))
    expect(answer.status).toBe(503)
    expect(codeOf(answer)).toBe('connection.token_renewed')
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(rig.rejections()).toBe(1)
    expect(seen).toHaveLength(1)
  })
})

describe("HubSpot's 429", () => {
  it.each([
    [{ policyName: 'DAILY' }, [['daily', undefined]]],
    [{ message: 'You have reached your secondly limit.' }, [['search', 1_000]]],
    [{ policyName: 'TEN_SECONDLY_ROLLING' }, [['burst', 10_000]]],
    [{ message: 'Too many.' }, []],
  ])('%j closes the bucket that it names', async (body, closed) => {
    await start({ status: 429, body })
    rig.grant(['files:write'])
    expect((await post(FILES, Buffer.alloc(100_000))).status).toBe(429)
    expect(rig.closedBuckets).toEqual(closed)
  })
})

describe('an answer that cannot be recorded', () => {
  it('is withheld, and says of a write that it was done, with a status that no SDK repeats', async () => {
    await start({ status: 201, body: { id: '1' } })
    rig.grant(['contacts:write'])
    rig.failRecords(true)
    const answer = await post('crm/v3/objects/contacts', '{"properties":{}}')
    expect(answer.status).toBe(424)
    expect(codeOf(answer)).toBe('audit.answer_withheld')
    const { message, hubward } = (await answer.json()) as {
      message: string
      hubward: Record<string, unknown>
    }
    expect(message).toContain('201')
    expect(hubward).toMatchObject({ sent: true, retry: { worthwhile: false } })
    expect(seen).toHaveLength(1)
  })

  it('of a read may be asked for again', async () => {
    await start()
    rig.failRecords(true)
    const answer = await post(SEARCH, '{}')
    expect(answer.status).toBe(503)
    expect(codeOf(answer)).toBe('audit.unavailable')
  })
})
