import type { RequestListener } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { gatewayRig, KEY, type Rig } from '../support/gateway-rig.ts'
import { rawHttp, type Step } from '../support/raw-http.ts'

let rig: Rig

const start = async (hubspot: RequestListener): Promise<void> => {
  rig = await gatewayRig((request, response) => {
    request.on('error', () => undefined)
    hubspot(request, response)
  })
}
afterEach(() => rig.close())

const CONTACTS = '/hubspot/main/crm/v3/objects/contacts'
const FILES = '/hubspot/main/files/v3/files'
const head = (line: string, ...more: string[]): string =>
  [`${line} HTTP/1.1`, 'host: x', `authorization: Bearer ${KEY}`, ...more, '', ''].join('\r\n')
const LAST = 'connection: close'

/** HubSpot answers with exactly these bytes. */
const bytes =
  (...parts: readonly (string | Buffer)[]): RequestListener =>
  (request) =>
    void request.socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))))

const upload = (size: number, pieces: number): Step[] => [
  head(`POST ${FILES}`, `content-length: ${size * pieces}`),
  ...Array.from({ length: pieces }, () => [Buffer.alloc(size, 'x'), 20]).flat(),
]

describe("HubSpot's heads", () => {
  it.each([
    ['content-disposition', 'attachment; filename="日本語.pdf"'],
    ['content-disposition', 'attachment; filename="résumé.pdf"'],
    ['location', '/files/日本語'],
  ])('%s: %s passes byte for byte, and cannot end the process', async (name, value) => {
    const answer = `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n${name}: ${value}\r\n\r\n{}`
    await start(bytes(answer))
    const { text } = await rawHttp(rig.url, [head(`GET ${CONTACTS}`, LAST)])
    expect(Buffer.from(text, 'latin1').toString()).toContain(`${name}: ${value}\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 200 .*\{\}$/s)
    expect(rig.events).toHaveLength(1)
  })

  it('announce no length with a 204, which has none (RFC 9110 §8.6)', async () => {
    await start(bytes('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n'))
    const { text } = await rawHttp(rig.url, [head(`GET ${CONTACTS}`, LAST)])
    expect(text).toMatch(/^HTTP\/1\.1 204 /)
    expect(text.toLowerCase()).not.toContain('content-length')
  })

  it('give the record one correlation id, however many and long they come', async () => {
    const id = `x-hubspot-correlation-id: ${'c'.repeat(3_000)}\r\n`
    await start(bytes(`HTTP/1.1 200 OK\r\n${id}${id}content-length: 2\r\n\r\n{}`))
    await rawHttp(rig.url, [head(`GET ${CONTACTS}`, LAST)])
    expect(rig.events[0]?.correlationId).toBe('c'.repeat(100))
  })

  it('that are no HTTP are a broken answer', async () => {
    await start(bytes('HTTP/1.1 200 OK\r\nlocation: a\x00b\r\ncontent-length: 2\r\n\r\n{}'))
    const { text } = await rawHttp(rig.url, [head(`GET ${CONTACTS}`, LAST)])
    expect(text).toMatch(/^HTTP\/1\.1 502 .*upstream\.broken/s)
    expect(rig.events).toMatchObject([{ status: 502, reason: 'upstream.broken' }])
  })
})

describe('a caller who is still sending', () => {
  it("gets HubSpot's early answer whole, and may go on using the connection", async () => {
    await start((request, response) => {
      if (request.method === 'GET') return void response.end('{"second":true}')
      response.writeHead(413, { 'content-type': 'application/json' }).end('{"too":"large"}')
    })
    rig.grant(['files:write', 'contacts:read'])
    const { text } = await rawHttp(rig.url, [
      ...upload(200_000, 10),
      100,
      head(`GET ${CONTACTS}`, LAST),
    ])
    expect(text).toContain('{"too":"large"}')
    expect(text).toContain('{"second":true}')
  })

  it('gets a refusal whole although nobody reads the body', async () => {
    await start(bytes(''))
    const { text } = await rawHttp(rig.url, [
      ...upload(400_000, 10),
      50,
      head(`GET ${CONTACTS}/1?x[]=1`, LAST),
    ])
    expect(text).toMatch(/^HTTP\/1\.1 403 .*files:write/s)
    expect(text).toMatch(/HTTP\/1\.1 400 .*request\.ambiguous_path/s)
  })

  it('and does not stop is cut', async () => {
    await start(bytes(''))
    const forEver: Step[] = Array.from({ length: 60 }, () => ['x'.repeat(1_000), 100]).flat()
    const steps = [head(`POST ${FILES}`, 'content-length: 100000000'), ...forEver]
    const { text, closed } = await rawHttp(rig.url, steps, 6_000)
    expect(text).toMatch(/^HTTP\/1\.1 403 /)
    expect(closed).toBe(true)
  })

  it('and goes away is recorded as gone, whatever of the body was awaited', async () => {
    await start((request, response) => {
      request.resume()
      request.on('end', () => response.end('{}'))
    })
    rig.grant(['contacts:read', 'contacts:write', 'files:write'])
    const torn = [
      [`POST ${CONTACTS}/search`, 'content-length: 500'],
      [`PATCH ${CONTACTS}/1`, 'content-length: 500'],
      [`POST ${FILES}`, 'content-length: 500000'],
      [`POST ${FILES}`, 'transfer-encoding: chunked'],
    ] as const
    for (const [line, length] of torn)
      await rawHttp(rig.url, [head(line, length), length.includes('c') ? '3\r\n{"a' : '{"a'], 60)
    await waitFor(() => rig.events.length === torn.length)
    expect(rig.events.map(({ status, reason }) => [status, reason])).toEqual(
      torn.map(() => [499, 'caller_gone']),
    )
  })
})

describe('a caller who reads slowly', () => {
  it('slows HubSpot down too, even where the answer has to be decompressed', async () => {
    const large = gzipSync(Buffer.alloc(200_000_000, ' '))
    await start((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(large)
    })
    const socket = connect(Number(new URL(rig.url).port), '127.0.0.1').pause()
    socket.write(head(`GET ${CONTACTS}`))
    await sleep(1_000)
    socket.destroy()
    await waitFor(() => rig.events.length === 1)
    expect(rig.events).toMatchObject([{ reason: 'caller_gone' }])
    expect(rig.events[0]?.bytesOut).toBeLessThan(20_000_000)
  })
})

async function waitFor(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await sleep(10)
  expect(condition()).toBe(true)
}
