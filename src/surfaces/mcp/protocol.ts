/**
 * Speaks MCP in both eras, one message at a time: 2026-07-28 (stateless, `server/discover`) through the
 * SDK's handler, and the `initialize` era (2025-11-25 and older) over a leg of our own that answers
 * JSON, because the SDK's stock one answers those clients by SSE. What is most of the
 * traffic takes the short way (exchange.ts); for the rest a low-level server is made per request,
 * which costs a third of `McpServer`.
 */
import {
  createMcpHandler,
  InMemoryServerEventBus,
  isLegacyRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  WebStandardStreamableHTTPServerTransport,
  type AuthInfo,
  type CallToolResult,
  type ServerOptions,
  type Tool as ProtocolTool,
} from '@modelcontextprotocol/server'
import type { ToolServices } from '../../application/mcp/tool-context.ts'
import type { Caller } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { Offers, type Offer } from './advertise.ts'
import { callTool } from './call-tool.ts'
import { answerTo, directly, type Era, type HeaderOf } from './exchange.ts'
import type { Tool } from './tool.ts'
import { toolByName } from './tools.ts'

export interface Asked {
  readonly header: HeaderOf
  /** The body, parsed. */
  readonly body: unknown
  readonly caller: Caller
  readonly picture: AccessPicture
  /** Ends it. */
  readonly signal: AbortSignal
  /** The same as a web Request without its body, for what takes the long way. */
  webRequest(): Request
}

/** A tool that the official conformance suite looks for. The product has none of them. */
export interface Fixture {
  readonly tool: ProtocolTool
  call(args: unknown): CallToolResult
}

export interface ProtocolOptions {
  readonly version: string
  readonly patienceMs: number
  readonly fixtures?: readonly Fixture[]
}

export interface Protocol {
  /** One JSON message, or a whole answer where it takes more than that. */
  serve(asked: Asked): Promise<object | Response>
  /** Tells every open `subscriptions/listen` that the tools may be others now. */
  toolsChanged(): void
  close(): Promise<void>
}

/** What a request's server needs to know of its caller; it travels in `authInfo.extra`. */
interface Served {
  readonly caller: Caller
  readonly offer: Offer
}

export function createProtocol(services: ToolServices, options: ProtocolOptions): Protocol {
  const offers = new Offers()
  const info = { name: 'hubward', title: 'Hubward', version: options.version }
  const bus = new InMemoryServerEventBus()

  const fixtures = new Map(options.fixtures?.map((one) => [one.tool.name, one]))
  const listed = ({ tools }: Offer): ProtocolTool[] =>
    fixtures.size === 0 ? tools : [...tools, ...[...fixtures.values()].map(({ tool }) => tool)]

  const run = (
    tool: Tool | Fixture,
    args: unknown,
    caller: Caller,
    signal: AbortSignal,
  ): CallToolResult | Promise<CallToolResult> => {
    if ('call' in tool) return tool.call(args)
    const call = { caller, tool: tool.name, patienceMs: options.patienceMs, signal }
    return callTool(services, tool, call, args)
  }

  const serverFor = (era: Era, { caller, offer }: Served): Server => {
    const server = new Server(info, {
      ...ERA[era],
      instructions: offer.instructions,
      jsonSchemaValidator: NO_VALIDATOR,
    })
    server.setRequestHandler('tools/list', () => ({ tools: listed(offer) }))
    server.setRequestHandler('tools/call', ({ params }, ctx) => {
      const tool = toolByName.get(params.name) ?? fixtures.get(params.name)
      if (!tool)
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `Unknown tool: ${params.name.slice(0, 100)}`,
        )
      return run(tool, params.arguments, caller, ctx.mcpReq.signal)
    })
    return server
  }

  const report = (err: Error): void =>
    services.log.debug({ err }, 'MCP door: a message was refused')
  const modern = createMcpHandler(({ authInfo }) => serverFor('modern', servedOf(authInfo)), {
    legacy: 'reject',
    onerror: report,
    bus,
  })

  const serveLegacy = async (asked: Asked, request: Request, served: Served): Promise<Response> => {
    const server = serverFor('legacy', served)
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    await server.connect(transport)
    const end = (): void => void server.close().catch(report)
    asked.signal.addEventListener('abort', end, { once: true })
    try {
      return await transport.handleRequest(request, { parsedBody: asked.body })
    } finally {
      asked.signal.removeEventListener('abort', end)
      end()
    }
  }

  return {
    async serve(asked) {
      const { body, caller, picture, signal } = asked
      const offer = offers.for(picture, caller, services.world.now())
      const served = { caller, offer }
      const direct = directly(body, asked.header)
      if (direct?.call === null)
        return answerTo(direct, { tools: listed(offer), ...LIST_HINT[direct.era] }, info)
      const tool = direct && (toolByName.get(direct.call.name) ?? fixtures.get(direct.call.name))
      if (tool)
        return answerTo(direct, await run(tool, direct.call.arguments, caller, signal), info)
      const request = asked.webRequest()
      if (await isLegacyRequest(request, body)) return serveLegacy(asked, request, served)
      return modern.fetch(request, { parsedBody: body, authInfo: authInfoOf(served) })
    },
    toolsChanged: () => modern.notify.toolsChanged(),
    close: () => modern.close(),
  }
}

/** A list may be kept this long by a client; a call is decided anew whatever the client kept. */
const HINT = { ttlMs: 500, cacheScope: 'private' } as const

const LIST_HINT = { legacy: {}, modern: HINT } as const

/** Only the newer era has a stream on which a change can be told. */
const ERA: Record<Era, ServerOptions> = {
  legacy: { capabilities: { tools: {} } },
  modern: {
    capabilities: { tools: { listChanged: true } },
    cacheHints: { 'tools/list': HINT, 'server/discover': HINT },
  },
}

/** It validates answers to elicitation, of which there is none; making a real one costs 0.1 ms. */
const NO_VALIDATOR = {
  getValidator: () => () => {
    throw new Error('Hubward elicits nothing')
  },
}

const authInfoOf = (served: Served): AuthInfo => ({
  // The key itself goes no further than the door.
  token: '',
  clientId: served.caller.principal.id,
  scopes: [],
  extra: { served },
})

function servedOf(authInfo: AuthInfo | undefined): Served {
  const served = authInfo?.extra?.['served'] as Served | undefined
  if (!served) throw new Error('a request without a caller reached the protocol')
  return served
}
