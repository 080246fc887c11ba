import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { legacyClient, modernClient, type AnyClient } from '../../../tests/support/mcp-clients.ts'
import { mcpWorld, type McpWorld } from '../../../tests/support/mcp-world.ts'

let database: TestDatabase
let world: McpWorld
let key: string

beforeAll(async () => {
  database = await testDatabase()
  world = await mcpWorld({ database: database.config })
  key = await world.caller('sales', ['contacts:read', 'companies:read'], {
    context: 'Speak of customers as guests.',
  })
})
afterAll(async () => {
  await world.close()
  await database.drop()
})

const ERAS = [
  ['2026-07-28', modernClient],
  ['2025-11-25', legacyClient],
] as const

describe.each(ERAS)('a client of revision %s', (revision, connect) => {
  let client: AnyClient
  beforeAll(async () => {
    client = await connect(world.url, key)
  })
  afterAll(() => client.close())

  it('agrees on its own revision', () => {
    expect(client.protocolVersion).toBe(revision)
  })

  it('is told what the groups ask of it', () => {
    expect(client.instructions).toContain('Call get_my_access first')
    expect(client.instructions).toContain('Speak of customers as guests.')
  })

  it('sees the tools of its grants, in one stable order', async () => {
    const names = (await client.listTools()).map(({ name }) => name)
    expect(names).toContain('search_records')
    expect(names).not.toContain('write_records')
    expect((await client.listTools()).map(({ name }) => name)).toEqual(names)
  })

  it('searches and gets a total, links and values that pass the output schema', async () => {
    await client.listTools()
    const answer = await client.call('search_records', { object_type: 'contacts', limit: 3 })
    expect(answer).toMatchObject({
      isError: false,
      structured: { total: 60, returned: 3, connection: 'main' },
    })
    expect(JSON.parse(answer.text)).toEqual(answer.structured)
  })

  it('gets an unknown tool back as an error of the protocol', async () => {
    await expect(client.call('delete_everything')).rejects.toThrow(/Unknown tool/)
  })
})
