// The wire: reads a request, lets the pipeline answer it, acts out the faults that concern the
// connection, writes the answer. It decides nothing about HubSpot's behaviour.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { World } from '../world.ts'
import { exchange, strike } from './exchange.ts'
import { targetOf, type Find, type Raw, type Result } from './pipeline.ts'

export type Control = (raw: Raw) => Promise<Result> | Result

export type HttpOptions = {
  /** Answers `/_emulator/…`; null where the control surface is off. */
  control: Control | null
  compress: boolean
  logger: ((line: string) => void) | null
}

/** Bodies over this are refused with 413; HubSpot's own ceiling is not documented. */
export const MAX_BODY_BYTES = 20 * 1024 * 1024

export function createHttpServer(world: World, find: Find, options: HttpOptions): Server {
  return createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    serve(world, find, options, request, response).catch((cause: unknown) => {
      // The caller went away while sending; there is nobody to answer.
      options.logger?.(`connection lost: ${cause instanceof Error ? cause.message : String(cause)}`)
      response.destroy()
    })
  })
}

async function serve(
  world: World,
  find: Find,
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = performance.now()
  const raw = await readRaw(request)
  if (raw === null) return write(request, response, TOO_LARGE, false)
  if (options.control && raw.path.startsWith('/_emulator')) {
    return write(request, response, await options.control(raw), false)
  }
  const struck = strike(world, raw)
  if (struck.waitMs > 0) await new Promise((resolve) => setTimeout(resolve, struck.waitMs))
  const { result, cut, torn } = exchange(world, find, raw, struck, started, options.logger)
  if (struck.lateMs > 0) await new Promise((resolve) => setTimeout(resolve, struck.lateMs))
  if (cut) return void request.socket.resetAndDestroy()
  if (torn !== null) return tear(response, result, torn)
  write(request, response, result, options.compress)
}

async function readRaw(request: IncomingMessage): Promise<Raw | null> {
  const method = request.method ?? 'GET'
  const bytes = method === 'GET' || method === 'HEAD' ? NOTHING : await readBytes(request)
  if (bytes === null) return null
  return { method, ...targetOf(request.url ?? '/'), headers: request.headers, bytes }
}

/** The whole body, or null when it is too large (the rest is read and dropped). */
async function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BODY_BYTES) return null
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

function write(
  request: IncomingMessage,
  response: ServerResponse,
  result: Result,
  compress: boolean,
): void {
  const bytes = Buffer.from(result.body)
  const gzip =
    compress && bytes.length > 1024 && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  const payload = gzip ? gzipSync(bytes, { level: 1 }) : bytes
  const headers: Record<string, string | number> = { ...result.headers }
  if (gzip) headers['Content-Encoding'] = 'gzip'
  if (result.status !== 204) headers['Content-Length'] = payload.length
  response.writeHead(result.status, headers)
  response.end(request.method === 'HEAD' ? undefined : payload)
}

/** Announces the whole length, sends a share of it, and cuts the connection. */
function tear(response: ServerResponse, result: Result, share: number): void {
  const bytes = Buffer.from(result.body)
  response.writeHead(result.status, {
    ...result.headers,
    'Content-Length': Math.max(1, bytes.length),
  })
  response.write(bytes.subarray(0, Math.floor(bytes.length * share)), () => {
    response.socket?.resetAndDestroy()
  })
  response.flushHeaders()
}

const NOTHING = Buffer.alloc(0)
const TOO_LARGE: Result = {
  status: 413,
  headers: { 'Content-Type': 'application/json;charset=utf-8', Connection: 'close' },
  body: JSON.stringify({ status: 'error', message: 'Request entity too large' }),
  tokenId: null,
}
