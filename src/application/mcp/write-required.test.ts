/** What a new record must have is said before anything is written, for whoever may write at all. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { modernClient, type AnyClient } from '../../../tests/support/mcp-clients.ts'
import { mcpWorld, type McpWorld } from '../../../tests/support/mcp-world.ts'

let database: TestDatabase
let world: McpWorld
let client: AnyClient

beforeAll(async () => {
  database = await testDatabase()
  world = await mcpWorld({ database: database.config, portal: { contacts: 20 } })
  const scopes = ['contacts', 'deals', 'tickets', 'objects.car'].flatMap((type) => [
    `${type}:read`,
    `${type}:write`,
  ])
  client = await modernClient(world.url, await world.caller('sales', scopes))
  await client.listTools()
})
afterAll(async () => {
  await client.close()
  await world.close()
  await database.drop()
})

const write = (args: object) => client.call('write_records', args as Record<string, unknown>)
const writesOf = async () =>
  (await world.calls()).filter(({ operation }) => /batch-(create|upsert)/.test(operation ?? ''))

it.each([
  ['tickets', { content: 'It broke.', hs_pipeline_stage: '1' }, 'subject'],
  ['car', { year: '2020' }, 'vin'],
])(
  'a new record of %s without what its schema requires',
  async (object_type, properties, lacks) => {
    const before = await writesOf()
    for (const dry_run of [true, false]) {
      const answer = await write({
        object_type,
        action: 'create',
        records: [{ properties }],
        dry_run,
      })
      expect(answer.structured).toMatchObject({
        summary: { refused: 1 },
        results: [{ message: expect.stringContaining(`"${lacks}" is required for a new record`) }],
      })
    }
    expect(await writesOf()).toEqual(before)
  },
)

it('an upsert: of records that exist nothing is demanded, of those that it would make it is', async () => {
  const plate = await fetch(`${world.portal.url}/crm/v3/properties/car`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${world.portal.tokens[0]?.secret}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      name: 'plate',
      label: 'Plate',
      groupName: 'customobjectinformation',
      type: 'string',
      fieldType: 'text',
      hasUniqueValue: true,
    }),
  })
  expect(plate.status, await plate.text()).toBe(201)
  const made = await write({
    object_type: 'car',
    action: 'create',
    records: [{ properties: { vin: 'WVWZZZ1JZ3W386752', plate: 'AB 1' } }],
  })
  expect(made.structured).toMatchObject({ summary: { created: 1 } })
  const answer = await write({
    object_type: 'car',
    action: 'upsert',
    id_property: 'plate',
    records: [
      { id: 'AB 1', properties: { year: '2021' } },
      { id: 'AB 2', properties: { year: '2021' } },
    ],
  })
  expect(answer.structured).toMatchObject({
    results: [
      { status: 'updated' },
      { status: 'refused', message: '"vin" is required for a new record; ask your user for it.' },
    ],
  })
})

it("what only a portal's own rule demands is named by HubSpot, for that record alone", async () => {
  world.portal.switches.requiredProperties = { '0-1': ['phone'] }
  const answer = await write({
    object_type: 'contacts',
    action: 'create',
    records: [
      { properties: { email: 'without@example.com' } },
      { properties: { email: 'with@example.com', phone: '+1 555 010 0000' } },
    ],
  })
  world.portal.switches.requiredProperties = {}
  expect(answer.structured).toMatchObject({ summary: { refused: 1, created: 1 } })
  expect(answer.text).toContain('phone')
})
