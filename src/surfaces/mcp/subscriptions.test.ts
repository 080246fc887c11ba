import { afterAll, beforeAll, expect, it } from 'vitest'
import { revokeKey } from '../../application/access/revoke-key.ts'
import { setGrant } from '../../application/access/set-grant.ts'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { mcpWorld, type McpWorld } from '../../../tests/support/mcp-world.ts'

let database: TestDatabase
let world: McpWorld

beforeAll(async () => {
  database = await testDatabase()
  world = await mcpWorld({ database: database.config })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

it('tells an open subscription that tools changed, and ends it with its key', async () => {
  const stream = await listen(await world.caller('sales', ['contacts:read']))
  expect(await stream.next()).toContain('notifications/subscriptions/acknowledged')
  // The door has to have looked once before it can see a difference.
  await new Promise((resolve) => setTimeout(resolve, 600))
  const scopes = ['contacts:read', 'content:read']
  await setGrant(world.admin, { group: 'sales', connection: 'main', scopes, expiresAt: null })
  expect(await stream.next()).toContain('notifications/tools/list_changed')
  const [key] = await world.admin.store.read.keys.list()
  await revokeKey(world.admin, { key: key?.id ?? '' })
  expect(await stream.rest()).toBe('ended')
})

async function listen(key: string) {
  const answer = await fetch(world.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${key}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'subscriptions/listen',
      params: {
        notifications: { toolsListChanged: true },
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  return {
    next: async (): Promise<string> => (await reader?.read())?.value ?? 'ended',
    /** Reads on to the end, whatever else comes. */
    async rest(): Promise<'ended'> {
      while (!(await reader?.read().catch(() => ({ done: true })))?.done);
      return 'ended'
    },
  }
}
