/**
 * The peer: the SDK's own `McpServer` behind its own handlers, with one tool that asks the upstream
 * the same as `get_records` does. No key, no grants, no budget, no audit.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { Pool } from 'undici'
import { z } from 'zod'

const upstream = process.argv[2]
if (!upstream) throw new Error('usage: bare-sdk <origin of the upstream>')
const pool = new Pool(upstream, { connections: 64, pipelining: 1 })

const input = z.object({
  object_type: z.string(),
  ids: z.array(z.string()).min(1).max(100),
  properties: z.array(z.string()).optional(),
})
const output = z.object({
  total: z.number(),
  records: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string()) })),
})
type Answer = { results: { id: string; properties: Record<string, string> }[] }

function server(): McpServer {
  const mcp = new McpServer({ name: 'bare', version: '1.0.0' })
  mcp.registerTool(
    'get_records',
    { description: 'Gets records by id.', inputSchema: input, outputSchema: output },
    async ({ object_type, ids, properties }) => {
      const { body } = await pool.request({
        method: 'POST',
        path: `/crm/objects/2026-09/${encodeURIComponent(object_type)}/batch/read`,
        headers: { 'content-type': 'application/json', authorization: 'Bearer pat-na1-bench' },
        body: JSON.stringify({ inputs: ids.map((id) => ({ id })), properties }),
      })
      const { results } = (await body.json()) as Answer
      const answer = {
        total: results.length,
        records: results.map(({ id, properties: values }) => ({ id, properties: values })),
      }
      return {
        content: [{ type: 'text', text: JSON.stringify(answer) }],
        structuredContent: answer,
      }
    },
  )
  return mcp
}

const handler = toNodeHandler(createMcpHandler(server))
const http = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  handler(request, response).catch(() => response.destroy())
})
http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
