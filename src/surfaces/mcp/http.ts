/** HTTP to the web's Request and back, as far as the MCP door needs it. Bodies are read once. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallRefusal } from '../../application/gateway/refusal.ts'

export type BodyFault = 'too_large' | 'not_utf8' | 'gone'

/** The whole body as text, or what is wrong with it. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<{ text: string } | { fault: BodyFault }> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return { fault: 'too_large' }
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > limit) return { fault: 'too_large' }
      chunks.push(chunk)
    }
  } catch {
    return { fault: 'gone' }
  }
  const [only] = chunks
  try {
    return { text: UTF8.decode(chunks.length === 1 && only ? only : Buffer.concat(chunks)) }
  } catch {
    return { fault: 'not_utf8' }
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** What the SDK looks at. The key is not among them: it goes no further than the door. */
const HEADERS = ['content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name', 'mcp-session-id']

/** A request without its body, which is passed on parsed. */
export function webRequest(request: IncomingMessage, signal: AbortSignal): Request {
  // We answer whatever the client takes: JSON, or a stream where it asked for one.
  const headers: Record<string, string> = { accept: 'application/json, text/event-stream' }
  for (const name of HEADERS) {
    const value = headerOf(request, name)
    if (value !== undefined) headers[name] = value
  }
  for (const name in request.headers)
    if (name.startsWith('mcp-param-')) headers[name] = String(request.headers[name])
  return new Request('http://hubward/mcp', { method: 'POST', headers, signal })
}

/** One JSON-RPC message as the whole answer. */
export function sendMessage(out: ServerResponse, message: unknown): void {
  if (out.destroyed) return
  const body = Buffer.from(JSON.stringify(message))
  out
    .writeHead(200, {
      'content-type': 'application/json',
      'content-length': body.length,
      'cache-control': 'no-store',
    })
    .end(body)
}

/** Writes the answer out. A stream goes out as it comes and ends when either side does. */
export async function sendResponse(out: ServerResponse, response: Response): Promise<void> {
  const type = response.headers.get('content-type') ?? ''
  if (!type.startsWith('text/event-stream')) {
    const text = await response.text()
    if (out.destroyed) return
    const head: Record<string, string> = { 'cache-control': 'no-store' }
    response.headers.forEach((value, name) => (head[name] = value))
    if (text !== '') head['content-length'] = String(Buffer.byteLength(text))
    out.writeHead(response.status, head).end(text)
    return
  }
  out.writeHead(response.status, {
    'content-type': type,
    'cache-control': 'no-cache, no-transform',
  })
  out.flushHeaders()
  const reader = response.body?.getReader()
  if (!reader) return void out.end()
  out.once('close', () => void reader.cancel().catch(() => undefined))
  try {
    for (;;) {
      const piece = await reader.read()
      if (piece.done || out.destroyed) break
      if (!out.write(piece.value as Uint8Array)) await drained(out)
    }
  } catch {
    // The stream broke on our side; the client sees it end.
  }
  out.end()
}

const drained = (out: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      out.off('drain', go)
      out.off('close', go)
      resolve()
    }
    out.on('drain', go)
    out.on('close', go)
  })

/** JSON-RPC's own codes where they fit, else the server's range (JSON-RPC 2.0 §5.1). */
const RPC_CODES: Readonly<Record<string, number>> = {
  'request.malformed_json': -32700,
  'request.invalid': -32600,
  internal: -32603,
}

/** A refusal of ours before any message was understood, in JSON-RPC's shape. */
export function sendRefusal(
  out: ServerResponse,
  why: CallRefusal,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (out.headersSent || out.destroyed) return void out.destroy()
  const body = JSON.stringify({
    jsonrpc: '2.0',
    error: {
      code: RPC_CODES[why.code] ?? -32000,
      message: why.message,
      data: { code: why.code, docs: `docs/errors/${why.code}.md` },
    },
    id: null,
  })
  out
    .writeHead(why.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      ...(why.retryAfterSeconds !== null && { 'retry-after': String(why.retryAfterSeconds) }),
      ...headers,
    })
    .end(body)
}
