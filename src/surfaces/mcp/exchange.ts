/**
 * The short way for the messages that are nearly all traffic: one request, one JSON answer, no web
 * Request and Response in between. It takes only what is in perfect order, and leaves everything
 * else (handshakes, notifications, batches, every mistake) to the SDK's own handlers, which know
 * how each is to be answered. Measured in bench/mcp: a third less CPU per call.
 */
import {
  classifyInboundRequest,
  isJsonContentType,
  isJSONRPCErrorResponse,
  isJSONRPCResultResponse,
  PerRequestHTTPServerTransport,
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type Server,
  type Transport,
} from '@modelcontextprotocol/server'

/** One header of the HTTP request by its lower-case name. */
export type HeaderOf = (name: string) => string | undefined

/** A message in perfect order, and how its era has a server answer it. */
export interface Direct {
  readonly era: 'legacy' | 'modern'
  /** The answer; `undefined` where the signal ended it first. */
  answer(server: Server, signal: AbortSignal): Promise<JSONRPCMessage | undefined>
}

/** `undefined`: not for the short way. */
export function directly(body: unknown, header: HeaderOf): Direct | undefined {
  if (!isJsonContentType(header('content-type'))) return undefined
  const protocolVersionHeader = header('mcp-protocol-version')
  const mcpMethodHeader = header('mcp-method')
  const mcpNameHeader = header('mcp-name')
  const route = classifyInboundRequest({
    httpMethod: 'POST',
    body,
    ...(protocolVersionHeader !== undefined && { protocolVersionHeader }),
    ...(mcpMethodHeader !== undefined && { mcpMethodHeader }),
    ...(mcpNameHeader !== undefined && { mcpNameHeader }),
  })
  if (route.kind === 'reject') return undefined
  if (route.kind === 'legacy') {
    if (route.reason !== 'no-claim' || !isKnown(protocolVersionHeader)) return undefined
    const message = body as JSONRPCRequest
    return isToolRequest(message)
      ? { era: 'legacy', answer: (...on) => exchange(new LegacyExchange(), message, ...on) }
      : undefined
  }
  // 2026-07-28 demands these headers; the SDK says what is wrong where they are missing or differ.
  if (route.messageKind !== 'request' || route.classification.revision !== MODERN) return undefined
  if (protocolVersionHeader !== MODERN || !isToolRequest(route.message)) return undefined
  if (mcpMethodHeader !== route.message.method) return undefined
  const { name } = (route.message.params ?? {}) as { name?: unknown }
  if (name !== undefined && (mcpNameHeader !== name || !PLAIN.test(mcpNameHeader))) return undefined
  const { message, classification } = route
  return {
    era: 'modern',
    answer: (...on) => exchange(new ModernExchange({ classification }), message, ...on),
  }
}

/** The one revision of the stateless era. */
export const MODERN = '2026-07-28'
/** A name that no header encoding could mean otherwise. */
const PLAIN = /^[a-z_]+$/

const isToolRequest = ({ method }: JSONRPCRequest): boolean =>
  method === 'tools/call' || method === 'tools/list'

/** Clients older than 2025-06-18 send no version header. */
const isKnown = (version: string | undefined): boolean =>
  version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(version)

interface Exchange extends Transport {
  readonly answer: Promise<JSONRPCMessage | undefined>
  begin(message: JSONRPCRequest): void
}

async function exchange(
  transport: Exchange,
  message: JSONRPCRequest,
  server: Server,
  signal: AbortSignal,
): Promise<JSONRPCMessage | undefined> {
  await server.connect(transport)
  // Closing it ends its handlers. After an answer there is nothing left to end.
  const end = (): void => void server.close().catch(() => undefined)
  signal.addEventListener('abort', end, { once: true })
  transport.begin(message)
  const answer = await transport.answer
  signal.removeEventListener('abort', end)
  return answer
}

const isAnswer = (message: JSONRPCMessage): boolean =>
  isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)

class LegacyExchange implements Exchange {
  readonly #answer = Promise.withResolvers<JSONRPCMessage | undefined>()
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage, extra?: MessageExtraInfo) => void

  get answer(): Promise<JSONRPCMessage | undefined> {
    return this.#answer.promise
  }

  begin(message: JSONRPCRequest): void {
    this.onmessage?.(message)
  }

  start(): Promise<void> {
    return Promise.resolve()
  }

  /** Anything but the answer has no way to the client, as in every JSON answer. */
  send(message: JSONRPCMessage): Promise<void> {
    if (isAnswer(message)) this.#answer.resolve(message)
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.#answer.resolve(undefined)
    this.onclose?.()
    return Promise.resolve()
  }
}

/** The SDK's own, so that the server knows its era by it; only where the answer goes is ours. */
class ModernExchange extends PerRequestHTTPServerTransport implements Exchange {
  readonly #answer = Promise.withResolvers<JSONRPCMessage | undefined>()

  get answer(): Promise<JSONRPCMessage | undefined> {
    return this.#answer.promise
  }

  begin(message: JSONRPCRequest): void {
    // Its own response is never made: `send` below takes the answer.
    this.handleMessage(message).catch(() => this.#answer.resolve(undefined))
  }

  override send(message: JSONRPCMessage): Promise<void> {
    if (isAnswer(message)) this.#answer.resolve(message)
    return Promise.resolve()
  }

  override close(): Promise<void> {
    this.#answer.resolve(undefined)
    return super.close()
  }
}
