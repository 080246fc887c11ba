/** An MCP client as an AI assistant has one: connected with a client key, listing and calling tools. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

export interface Assistant {
  tools(): Promise<string[]>
  call(name: string, args: Record<string, unknown>): Promise<ToolAnswer>
  close(): Promise<void>
}

export interface ToolAnswer {
  readonly refused: boolean
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
}

export async function assistant(hubwardUrl: string, key: string): Promise<Assistant> {
  const client = new Client(
    { name: 'hubward-demo', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  )
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/mcp', hubwardUrl), {
      requestInit: { headers: { authorization: `Bearer ${key}` } },
    }),
  )
  return {
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    async call(name, args) {
      const result = await client.callTool({ name, arguments: args })
      const [first] = result.content
      return {
        refused: result.isError === true,
        text: first?.type === 'text' ? first.text : '',
        data: (result.structuredContent ?? {}) as ToolAnswer['data'],
      }
    },
    close: () => client.close(),
  }
}
