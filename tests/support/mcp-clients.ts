/** The official clients of both eras, each connected with a client key. */
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client'
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

export interface ToolAnswer {
  readonly isError: boolean
  readonly text: string
  readonly structured: Record<string, unknown> | undefined
}

/** What the tests need of a client, the same for both. */
export interface AnyClient {
  readonly era: 'modern' | 'legacy'
  readonly instructions: string | undefined
  readonly protocolVersion: string | undefined
  listTools(): Promise<readonly AnyTool[]>
  call(name: string, args?: Record<string, unknown>): Promise<ToolAnswer>
  close(): Promise<void>
}

export interface AnyTool {
  readonly name: string
  readonly description?: string | undefined
  readonly inputSchema: Record<string, unknown>
  readonly outputSchema?: Record<string, unknown> | undefined
  readonly annotations?: Record<string, unknown> | undefined
}

const INFO = { name: 'test-client', version: '1.0.0' }
const bearer = (key: string) => ({
  requestInit: { headers: { authorization: `Bearer ${key}` } },
})

/** Revision 2026-07-28, negotiated by `server/discover`. */
export async function modernClient(url: string, key: string): Promise<AnyClient> {
  const client = new ModernClient(INFO, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new ModernTransport(new URL(url), bearer(key)))
  return {
    era: 'modern',
    instructions: client.getInstructions(),
    protocolVersion: client.getNegotiatedProtocolVersion(),
    listTools: async () => (await client.listTools()).tools,
    call: async (name, args = {}) => answerOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  }
}

/** The `initialize` handshake, as Claude's clients speak it. */
export async function legacyClient(url: string, key: string): Promise<AnyClient> {
  const client = new LegacyClient(INFO)
  const transport = new LegacyTransport(new URL(url), bearer(key))
  await client.connect(transport)
  return {
    era: 'legacy',
    instructions: client.getInstructions(),
    protocolVersion: transport.protocolVersion,
    listTools: async () => (await client.listTools()).tools,
    call: async (name, args = {}) => answerOf(await client.callTool({ name, arguments: args })),
    close: () => client.close(),
  }
}

function answerOf(result: Record<string, unknown>): ToolAnswer {
  const [first] = (result['content'] ?? []) as { text?: string }[]
  return {
    isError: result['isError'] === true,
    text: first?.text ?? '',
    structured: result['structuredContent'] as Record<string, unknown> | undefined,
  }
}
