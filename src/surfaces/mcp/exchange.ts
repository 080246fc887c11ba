/**
 * The short way for what is nearly all traffic: `tools/list` and `tools/call` in perfect order. It
 * recognises them, and puts the answer into the form of their era; no server is made for them. All
 * else (handshakes, notifications, batches, every mistake) goes to the SDK's own handlers, which
 * know how each is to be answered. A test holds the two ways together; measured in bench/mcp, the
 * short one costs a third of the CPU.
 */
import {
  classifyInboundRequest,
  isJsonContentType,
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server'

/** One header of the HTTP request by its lower-case name. */
export type HeaderOf = (name: string) => string | undefined

export type Era = 'legacy' | 'modern'

/** A message in perfect order. */
export interface Direct {
  readonly era: Era
  readonly id: JSONRPCRequest['id']
  /** `null`: list the tools. */
  readonly call: { readonly name: string; readonly arguments: unknown } | null
}

/** The one revision of the stateless era. */
export const MODERN = '2026-07-28'

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
    return read('legacy', body as JSONRPCRequest)
  }
  // 2026-07-28 demands these headers; the SDK says what is wrong where they are missing or differ.
  if (route.messageKind !== 'request' || route.classification.revision !== MODERN) return undefined
  if (protocolVersionHeader !== MODERN || mcpMethodHeader !== route.message.method) return undefined
  const direct = read('modern', route.message)
  return direct?.call && direct.call.name !== mcpNameHeader ? undefined : direct
}

/** Clients older than 2025-06-18 send no version header. */
const isKnown = (version: string | undefined): boolean =>
  version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(version)

type Params = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function read(era: Era, { id, method, params = {} }: JSONRPCRequest): Direct | undefined {
  if (!isObject(params) || !hasOnly(params, PARAMS[method])) return undefined
  if (method === 'tools/list') return { era, id, call: null }
  const { name, arguments: given } = params
  if (typeof name !== 'string' || !PLAIN.test(name)) return undefined
  if (given !== undefined && !isObject(given)) return undefined
  return { era, id, call: { name, arguments: given } }
}

/** What may be in the parameters; anything more is for those who know what it means. */
const PARAMS: Readonly<Record<string, readonly string[]>> = {
  'tools/list': ['_meta'],
  'tools/call': ['name', 'arguments', '_meta'],
}

/** A tool's name as ours are: no header encoding could mean another. */
const PLAIN = /^[a-z_]{1,64}$/

const hasOnly = (params: Params, known: readonly string[] | undefined): boolean =>
  known !== undefined && Object.keys(params).every((name) => known.includes(name))

/** The answer in the form of its era: the newer one says of each result that it is complete, and by whom. */
export const answerTo = (
  { era, id }: Direct,
  result: Readonly<Record<string, unknown>>,
  serverInfo: object,
): object => ({
  jsonrpc: '2.0',
  id,
  result:
    era === 'legacy'
      ? result
      : {
          ...result,
          resultType: 'complete',
          _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
        },
})
