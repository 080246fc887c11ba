import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serveHttp, type HttpServer } from './http-server.ts'

let server: HttpServer

beforeEach(async () => {
  server = await serveHttp(
    { host: '127.0.0.1', port: 0 },
    [
      { prefix: '/mcp', door: (_request, response) => response.end('mcp') },
      { prefix: '/hubspot/', door: (_request, response) => response.end('rest') },
    ],
    (_request, response) => response.end('admin'),
  )
})
afterEach(() => server.close(100))

const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setEncoding('utf8').on('data', (more: string) => (answer += more))
    socket.on('close', () => resolve(answer)).on('error', reject)
  })

describe('the one HTTP server', () => {
  it('finds the door by the beginning of the path, and by whole segments', async () => {
    const doors = {
      '/mcp': 'mcp',
      '/mcp?x=1': 'mcp',
      '/mcpx': 'admin',
      '/hubspot/main/x': 'rest',
      '/': 'admin',
    }
    for (const [path, door] of Object.entries(doors)) {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`)
      expect(await answer.text(), path).toBe(door)
    }
  })

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', /^HTTP\/1\.1 400 .*request\.invalid/s],
    [
      'two lengths',
      'POST /mcp HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a head without end',
      `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      /^HTTP\/1\.1 431 .*POST instead/s,
    ],
  ])('tells in words of %s, which reaches no door', async (_what, text, words) => {
    expect(await raw(text)).toMatch(words)
  })

  it('says plainly that its port is taken', async () => {
    const again = serveHttp({ host: '127.0.0.1', port: server.port }, [], () => undefined)
    await expect(again).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining('HUBWARD_PORT') as string,
    })
  })
})
