/** An MCP client: what an AI assistant does with its user's key. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

const url = process.env['HUBWARD_URL'] ?? 'http://127.0.0.1:4110'
const client = new Client(
  { name: 'hubward-example', version: '1.0.0' },
  { versionNegotiation: { mode: 'auto' } },
)
await client.connect(
  new StreamableHTTPClientTransport(new URL('/mcp', url), {
    requestInit: { headers: { authorization: `Bearer ${process.env['HUBWARD_KEY'] ?? ''}` } },
  }),
)

const { tools } = await client.listTools()
console.log('tools:', tools.map(({ name }) => name).join(', '))

const access = await client.callTool({ name: 'get_my_access', arguments: {} })
console.log('access:', JSON.stringify(access.structuredContent, null, 2))

const found = await client.callTool({
  name: 'search_records',
  arguments: { object_type: 'contacts', properties: ['firstname', 'lastname'], limit: 2 },
})
console.log(found.isError ? 'refused:' : 'found:', JSON.stringify(found.content, null, 2))

await client.close()
