/**
 * The one HTTP server: it looks at the path's beginning and hands the request to a door. Limits
 * here protect the process; everything else is the doors' matter.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { HubwardError } from '../domain/errors.ts'
import type { Config } from './config.ts'

/** HubSpot's own SDK writes long property lists into the query. */
const MAX_HEAD_BYTES = 32 * 1024

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
  const make = (): Server => {
    const server = createServer(
      {
        // Slow senders of heads are cut; bodies may stream as long as something comes.
        headersTimeout: 30_000,
        requestTimeout: 0,
        keepAliveTimeout: 65_000,
        maxHeaderSize: MAX_HEAD_BYTES,
        // Node's own 400 for what is not HTTP; two Content-Lengths never get further (RFC 9112 §6.3).
        insecureHTTPParser: false,
      },
      (request, response) => {
        response.on('error', ignored)
        request.on('error', ignored)
        const url = request.url ?? ''
        for (const { prefix, door } of routes)
          if (belongs(url, prefix)) return door(request, response)
        otherwise(request, response)
      },
    )
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseHead(error, socket))
    // A body that stalls holds a socket, nothing else; still, not for ever.
    server.timeout = 300_000
    return server
  }
  for (let attempt = 1; ; attempt++) {
    const server = make()
    await listening(server, config)
    const { port } = server.address() as AddressInfo
    try {
      const servers = [server, ...(await otherLoopback(make, config.host, port))]
      return {
        port,
        close: async (graceMs) => {
          await Promise.all(servers.map((one) => close(one, graceMs)))
        },
      }
    } catch (refused) {
      await close(server, 0)
      // Of a free port that the system chose, the other half may be somebody's: it chooses again.
      if (config.port !== 0 || attempt === FREE_PORTS_TRIED) throw refused
    }
  }
}

const FREE_PORTS_TRIED = 10

/** A socket that breaks ends its call by `close`; unheard, the error would end Node. */
const ignored = (): void => undefined

/** What is no HTTP, or too much of it, reaches no door; it is told why all the same. */
const HEAD_FAULTS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    `The request line and headers may have ${MAX_HEAD_BYTES} bytes together. Send a search as POST instead of a long query.`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request was not complete in time.'],
}
const NO_HTTP = ['400 Bad Request', 'What came is no well-formed HTTP/1.1 request.'] as const

function refuseHead(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, message] = HEAD_FAULTS[error.code ?? ''] ?? NO_HTTP
  const code = 'request.invalid'
  const body = JSON.stringify({ status: 'error', message, hubward: { code } })
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nx-hubward-code: ${code}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function belongs(url: string, prefix: string): boolean {
  if (!url.startsWith(prefix)) return false
  const next = url[prefix.length]
  return prefix.endsWith('/') || next === undefined || next === '?' || next === '/'
}

function listening(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = NOT_LISTENING[cause.code ?? ''] ?? `The system refuses (${cause.code}).`
      const message = `Cannot listen on port ${port} of ${host}. ${why}`
      reject(new HubwardError('config.invalid', message, { cause }))
    })
    server.listen(port, host, resolve)
  })
}

/** What to do, by the system's code (listen(2), getaddrinfo(3)). */
const NOT_LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'It is taken. Stop what uses it, or set HUBWARD_PORT to another.',
  EADDRNOTAVAIL: 'This machine has no such address. Set HUBWARD_HOST to one that it has.',
  ENOTFOUND: 'There is no such host. Set HUBWARD_HOST to an address of this machine.',
  EAI_AGAIN: 'The name cannot be looked up. Set HUBWARD_HOST to an address of this machine.',
  EACCES: 'This user may not: ports below 1024 are for root. Set HUBWARD_PORT to another.',
}

/**
 * `localhost` is 127.0.0.1 to one program and ::1 to the next (RFC 6761 §6.3), and people are sent
 * there by name: where we listen on the one, we listen on the other too. A machine without IPv6 has
 * no use for it; a stranger's program there would be given our people's visits, so that is refused.
 */
async function otherLoopback(make: () => Server, host: string, port: number): Promise<Server[]> {
  const other = OTHER_LOOPBACK[host]
  if (other === undefined) return []
  const server = make()
  try {
    await listening(server, { host: other, port })
    return [server]
  } catch (refused) {
    const cause = refused instanceof HubwardError ? refused.cause : undefined
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (NO_SUCH_FAMILY.has(code)) return []
    throw refused
  }
}

const OTHER_LOOPBACK: Readonly<Record<string, string>> = { '127.0.0.1': '::1', '::1': '127.0.0.1' }
const NO_SUCH_FAMILY = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])

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
