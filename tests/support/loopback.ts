/** Where an AI client on this computer waits for the browser to come back (RFC 8252 §7.3). */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Loopback {
  /** `http://localhost:…/callback`, to be registered as the redirect address. */
  readonly address: string
  /** The next answer that the browser brings; ask before it is sent there. */
  next(): Promise<URLSearchParams>
  close(): Promise<void>
}

export async function openLoopback(): Promise<Loopback> {
  const waiting: ((query: URLSearchParams) => void)[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const found = pathname === '/callback'
    response.writeHead(found ? 200 : 204, { 'content-type': 'text/html' })
    response.end(found ? '<!doctype html><title>Back</title><h1>Back in the client</h1>' : '')
    if (found) waiting.shift()?.(searchParams)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/callback`,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
