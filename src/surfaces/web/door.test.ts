/** The web door over a real server and a small build on disk. */
import { once } from 'node:events'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWebDoor } from './door.ts'
import { readWebFiles, type WebFiles } from './files.ts'

const SCRIPT = 'export const answer = 42\n'.repeat(50)

let folder: string
let server: Server
let build: () => Promise<WebFiles>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubward-web-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Hubward</title>')
  writeFileSync(join(folder, 'assets/index-3f.js'), SCRIPT)
  writeFileSync(join(folder, 'assets/index-3f.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(join(folder, 'build.json'), '{}')
  build = () => readWebFiles(folder)
  const door = createWebDoor({
    files: () => build(),
    otherwise: (_request, response) => response.writeHead(404).end('not for the web app'),
  })
  server = createServer(door).listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Got {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Without `fetch`, which would tidy the path and unpack the body. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      )
    })
      .on('error', reject)
      .end()
  })
}

const PAGE = { accept: 'text/html,application/xhtml+xml' }

describe('the web door', () => {
  it.each(['/', '/groups/sales', '/sign-in/callback?code=x&state=y', '/activity/42'])(
    'answers %s with the page, so that every address of the app can be opened and reloaded',
    async (path) => {
      const { status, headers, body } = await get(path, PAGE)
      expect(status).toBe(200)
      expect(body.toString()).toContain('<title>Hubward</title>')
      expect(headers['cache-control']).toBe('no-cache')
    },
  )

  it('keeps a hashed file for ever, packed as the browser takes it', async () => {
    const packed = await get('/assets/index-3f.js', { 'accept-encoding': 'gzip, br;q=0.9' })
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    expect(brotliDecompressSync(packed.body).toString()).toBe(SCRIPT)
    const plain = await get('/assets/index-3f.js', { 'accept-encoding': 'br;q=0' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body.toString()).toBe(SCRIPT)
    expect(plain.headers.etag).not.toBe(packed.headers.etag)
  })

  it('spares the bytes of what the browser has, and sends none for HEAD', async () => {
    const { headers } = await get('/', PAGE)
    const again = await get('/', { ...PAGE, 'if-none-match': `W/${headers.etag}` })
    expect([again.status, again.body.length]).toEqual([304, 0])
    const head = await get('/assets/index-3f.js', {}, 'HEAD')
    expect([head.status, head.body.length]).toEqual([200, 0])
    expect(Number(head.headers['content-length'])).toBe(SCRIPT.length)
  })

  it.each([
    '/../../etc/passwd',
    '/assets/../../../etc/passwd',
    '/assets/%2e%2e/%2e%2e/package.json',
    '//etc/passwd',
    '/assets\\..\\index.html',
    '/assets/none.js',
    '/build.json',
    '/assets/index-3f.js.br',
    '/index.html/',
  ])('finds nothing at %s: a path is a name in a list, never a place on the disk', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it.each([
    ['POST', '/'],
    ['GET', '/api/v1/session'],
    ['GET', '/.well-known/openid-configuration'],
    ['DELETE', '/index.html'],
  ])('leaves %s %s to the others, even where a browser asks', async (method, path) => {
    const { body } = await get(path, PAGE, method)
    expect(body.toString()).toBe('not for the web app')
  })

  it('lets no inline script, no frame and no third party in, on every answer', async () => {
    for (const [path, headers] of [
      ['/', PAGE],
      ['/assets/index-3f.js', {}],
    ] as const) {
      const answer = await get(path, headers)
      const policy = answer.headers['content-security-policy'] ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
      expect(answer.headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      })
    }
  })

  it('waits for a build that is under way, and says in words that one failed', async () => {
    const whole = build
    const making = Promise.withResolvers<WebFiles>()
    build = () => making.promise
    const asked = get('/', PAGE)
    making.resolve(await whole())
    expect((await asked).status).toBe(200)
    build = () => Promise.reject(new Error('the compiler is not installed'))
    const failed = await get('/', PAGE)
    expect(failed.status).toBe(503)
    expect(failed.body.toString()).toMatch(/the compiler is not installed.*npm run build:ui/s)
    expect((await get('/groups')).status, 'a program').toBe(404)
    build = whole
  })
})
