/**
 * Stands up the whole product behind its MCP door for the official conformance suite, which sends
 * no key: a forwarder on this machine adds one, and changes nothing else.
 *
 *     node tests/conformance/serve-mcp.ts
 *     npx @modelcontextprotocol/conformance@0.2.0-alpha.12 server --url http://127.0.0.1:4121/mcp …
 */
import { createServer, request } from 'node:http'
import { mcpWorld } from '../support/mcp-world.ts'
import { forDatabase, prepareTestServer } from '../support/test-server.ts'

const PORT = 4121
const postgres = await prepareTestServer()
const world = await mcpWorld({ database: forDatabase(postgres.connection, postgres.template) })
const key = await world.caller('conformance', ['contacts:read', 'contacts:write', 'content:read'])

const forwarder = createServer((incoming, outgoing) => {
  const headers = { ...incoming.headers, authorization: `Bearer ${key}` }
  const onward = request(world.url, { method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
})
forwarder.listen(PORT, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${PORT}/mcp\n`))

process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())

async function stop(): Promise<void> {
  forwarder.closeAllConnections()
  forwarder.close()
  await world.close()
  await postgres.stop()
  process.exit(0)
}
