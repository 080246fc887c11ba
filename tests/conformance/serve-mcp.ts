/**
 * The product's MCP door with the suite's fixtures behind it. The suite sends no key: a forwarder on
 * this machine adds one, and changes nothing else.
 */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PoolConfig } from 'pg'
import { mcpWorld } from '../support/mcp-world.ts'
import { FIXTURES } from './fixtures.ts'

export interface ServedMcp {
  readonly url: string
  close(): Promise<void>
}

export async function serveMcp(database: PoolConfig): Promise<ServedMcp> {
  const world = await mcpWorld({ database, door: { fixtures: FIXTURES } })
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
  await new Promise<void>((resolve) => forwarder.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(forwarder.address() as AddressInfo).port}/mcp`,
    async close() {
      forwarder.closeAllConnections()
      await new Promise((resolve) => forwarder.close(resolve))
      await world.close()
    },
  }
}
