/**
 * The one HTTP server: it looks at the path's beginning and hands the request to a door. Limits
 * here protect the process; everything else is the doors' matter.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HubwardError } from '../domain/errors.ts'
import type { Config } from './config.ts'

export type Door = (request: IncomingMessage, response: ServerResponse) => void

/** First match wins; `prefix` ends with a slash or stands for itself and what is below it. */
export interface Route {
  readonly prefix: string
  readonly door: Door
}

export interface HttpServer {
  readonly port: number
  /** Stops taking calls, lets the running ones end for at most `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>
}

export async function serveHttp(
  config: Pick<Config, 'host' | 'port'>,
  routes: readonly Route[],
  otherwise: Door,
): Promise<HttpServer> {
  const server = createServer(
    {
      // Slow senders of heads are cut; bodies may stream as long as something comes.
      headersTimeout: 30_000,
      requestTimeout: 0,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 32 * 1024,
      // Node's own 400 for what is not HTTP; two Content-Lengths never get further (RFC 9112 §6.3).
      insecureHTTPParser: false,
    },
    (request, response) => {
      response.on('error', () => undefined)
      request.on('error', () => undefined)
      const url = request.url ?? ''
      for (const { prefix, door } of routes)
        if (belongs(url, prefix)) return door(request, response)
      otherwise(request, response)
    },
  )
  // A body that stalls holds a socket, nothing else; still, not for ever.
  server.timeout = 300_000
  await listening(server, config)
  return {
    port: (server.address() as AddressInfo).port,
    close: (graceMs) => close(server, graceMs),
  }
}

function belongs(url: string, prefix: string): boolean {
  if (!url.startsWith(prefix)) return false
  const next = url[prefix.length]
  return prefix.endsWith('/') || next === undefined || next === '?' || next === '/'
}

function listening(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new HubwardError(
              'config.invalid',
              `Port ${port} on ${host} is taken. Stop what uses it, or set HUBWARD_PORT to another.`,
              { cause: error },
            )
          : error,
      ),
    )
    server.listen(port, host, resolve)
  })
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
