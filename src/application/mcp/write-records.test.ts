import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { modernClient, type AnyClient } from '../../../tests/support/mcp-clients.ts'
import { mcpWorld, type McpWorld } from '../../../tests/support/mcp-world.ts'

let database: TestDatabase
let world: McpWorld
let client: AnyClient

const SCOPES = [
  'contacts:read',
  'contacts:write',
  'deals:read',
  'deals:write',
  'engagements:read',
  'engagements:write',
]

beforeAll(async () => {
  database = await testDatabase()
  world = await mcpWorld({ database: database.config })
  client = await modernClient(world.url, await world.caller('sales', SCOPES))
  await client.listTools()
})
afterAll(async () => {
  await client.close()
  await world.close()
  await database.drop()
})
afterEach(() => {
  world.portal.faults.clear()
  world.portal.switches.requiredProperties = {}
})

let turn = 0
beforeEach(() => {
  turn += 1
})

const write = (args: Record<string, unknown>) => client.call('write_records', args)
const contact = (name: string) => ({
  properties: { email: `${name}-${turn}@example.com`, firstname: name },
})
const count = async (object_type: string): Promise<unknown> =>
  (await client.call('summarize_records', { object_type })).structured?.['count']
type Row = Record<string, unknown>
const rows = (answer: { structured: Row | undefined }): Row[] =>
  (answer.structured?.['results'] ?? []) as Row[]

describe('dry_run', () => {
  it('shows each value before and after, and writes nothing', async () => {
    const [made] = rows(
      await write({ object_type: 'contacts', action: 'create', records: [contact('ana')] }),
    )
    const id = made?.['id']
    const change = {
      object_type: 'contacts',
      action: 'update',
      records: [{ id, properties: { firstname: 'Anna', jobtitle: null } }],
    }
    const preview = await write({ ...change, dry_run: true })
    expect(rows(preview)).toMatchObject([
      {
        index: 0,
        status: 'would_update',
        id,
        changes: [{ property: 'firstname', before: 'ana', after: 'Anna' }],
      },
    ])
    const after = await client.call('get_records', {
      object_type: 'contacts',
      ids: [id],
      properties: ['firstname'],
    })
    expect(after.text).toContain('"firstname":"ana"')
  })

  it('names what HubSpot would refuse, per record', async () => {
    const preview = await write({
      object_type: 'contacts',
      action: 'create',
      dry_run: true,
      records: [
        { properties: { email: `x-${turn}@example.com`, lifecyclestage: 'bigwig' } },
        { properties: { nosuchthing: '1', createdate: '2026-01-01' } },
        contact('fine'),
      ],
    })
    const [option, names, fine] = rows(preview)
    expect(option).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('has no option "bigwig"'),
    })
    expect(names?.['message']).toContain('There is no property "nosuchthing"')
    expect(names?.['message']).toContain('"createdate" is set by HubSpot')
    expect(fine).toMatchObject({ status: 'would_create' })
  })
})

describe('a write', () => {
  it('answers per record: a bad one does not stop the others', async () => {
    const answer = await write({
      object_type: 'contacts',
      action: 'create',
      records: [
        contact('good'),
        { properties: { email: `b-${turn}@example.com`, lifecyclestage: 'bigwig' } },
      ],
    })
    expect(answer.structured?.['summary']).toEqual({ created: 1, refused: 1 })
    expect(rows(answer)[0]).toMatchObject({
      index: 0,
      status: 'created',
      url: expect.stringMatching(/^https:\/\/app\.hubspot\.com\/contacts\/\d+\/record\/0-1\/\d+$/),
    })
  })

  it('refuses a contact that exists, naming its id and the way on', async () => {
    await write({ object_type: 'contacts', action: 'create', records: [contact('twin')] })
    const again = await write({
      object_type: 'contacts',
      action: 'create',
      records: [{ properties: { ...contact('twin').properties, lastname: 'Other' } }],
    })
    expect(rows(again)[0]).toMatchObject({
      status: 'refused',
      message: expect.stringMatching(/exists already: id \d+.*upsert/),
    })
  })

  it('upserts by a unique property: makes what is missing, changes what is there', async () => {
    const email = `up-${turn}@example.com`
    const upsert = (firstname: string) =>
      write({
        object_type: 'contacts',
        action: 'upsert',
        id_property: 'email',
        records: [{ id: email, properties: { firstname } }],
      })
    expect(rows(await upsert('One'))).toMatchObject([{ status: 'created' }])
    expect(rows(await upsert('Two'))).toMatchObject([{ status: 'updated' }])
  })

  it('logs an activity in plain words and links it', async () => {
    const [made] = rows(
      await write({ object_type: 'contacts', action: 'create', records: [contact('noted')] }),
    )
    const logged = await write({
      object_type: 'notes',
      action: 'log_activity',
      records: [
        {
          properties: { text: 'Called about the renewal.' },
          associations: [{ object_type: 'contacts', id: made?.['id'] }],
        },
      ],
    })
    expect(rows(logged)).toMatchObject([{ status: 'created' }])
    const related = await client.call('list_related', {
      object_type: 'contacts',
      id: made?.['id'],
      to_object_type: 'notes',
    })
    expect(related.text).toContain('Called about the renewal.')
  })

  it("says which property a portal's own rule demands", async () => {
    world.portal.switches.requiredProperties = { '0-1': ['phone'] }
    const answer = await write({
      object_type: 'contacts',
      action: 'create',
      records: [contact('ruled')],
    })
    expect(answer.isError || rows(answer)[0]?.['status'] === 'refused').toBe(true)
    expect(answer.text).toMatch(/phone/)
  })

  it('is refused without the scope, with who can grant it, and the refusal is recorded', async () => {
    const answer = await write({
      object_type: 'tickets',
      action: 'create',
      records: [{ properties: { subject: 'x' } }],
    })
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('tickets:') })
    const last = (await world.calls()).at(-1)
    expect(last).toMatchObject({
      decision: 'refused',
      reason: 'access.scope_missing',
      tool: 'write_records',
      door: 'mcp',
    })
  })
})

describe('the very same write again', () => {
  it('gives the first result and writes nothing', async () => {
    const args = {
      object_type: 'deals',
      action: 'create',
      records: [{ properties: { dealname: `Once ${turn}` } }],
    }
    const before = Number(await count('deals'))
    const first = await write(args)
    const second = await write(args)
    expect(second.structured).toMatchObject({ repeated: true, summary: { created: 1 } })
    expect(rows(second)[0]?.['id']).toBe(rows(first)[0]?.['id'])
    expect(await count('deals')).toBe(before + 1)
  })

  it('writes anew under another idempotency_key, and after ten minutes', async () => {
    const args = {
      object_type: 'deals',
      action: 'create',
      records: [{ properties: { dealname: `Thrice ${turn}` } }],
    }
    await write(args)
    expect(
      (await write({ ...args, idempotency_key: `another-${turn}` })).structured?.['repeated'],
    ).toBe(false)
    world.clock.aheadMs += 11 * 60_000
    expect((await write(args)).structured?.['repeated']).toBe(false)
  })

  it('is refused when its idempotency_key stood for something else', async () => {
    const key = { idempotency_key: `taken-${turn}`, object_type: 'contacts', action: 'create' }
    await write({ ...key, records: [contact('one')] })
    const other = await write({ ...key, records: [contact('two')] })
    expect(other).toMatchObject({ isError: true, text: expect.stringContaining('another write') })
  })

  it.each([
    [
      'with a unique property, at once',
      'contacts',
      () => ({ email: `lost-${turn}@example.com` }),
      0,
    ],
    [
      'without one, after the search has settled',
      'deals',
      () => ({ dealname: `Lost ${turn}`, amount: '12.50' }),
      31_000,
    ],
  ])('after a lost answer finds what was made, %s', async (_, object_type, properties, waitMs) => {
    const args = { object_type, action: 'create', records: [{ properties: properties() }] }
    const before = Number(await count(object_type))
    world.portal.faults.set({
      match: { path: 'batch/create' },
      effect: { kind: 'reset', when: 'after' },
      count: 1,
    })
    const lost = await write(args)
    expect(lost).toMatchObject({
      isError: true,
      text: expect.stringContaining('exactly the same arguments'),
    })
    world.clock.aheadMs += waitMs
    const again = await write(args)
    expect(rows(again)).toMatchObject([
      { status: 'created', message: expect.stringContaining('not made again') },
    ])
    expect(await count(object_type)).toBe(before + 1)
  })

  it('after an answer lost before HubSpot did anything waits out the search, then makes it once', async () => {
    const args = {
      object_type: 'deals',
      action: 'create',
      records: [{ properties: { dealname: `Never ${turn}` } }],
    }
    const before = Number(await count('deals'))
    world.portal.faults.set({
      match: { path: 'batch/create' },
      effect: { kind: 'status', status: 500 },
      count: 1,
    })
    expect((await write(args)).isError).toBe(true)
    expect(await write(args)).toMatchObject({
      isError: true,
      text: expect.stringMatching(/does not show the records yet.*Retry after \d+ s/s),
    })
    expect(await count('deals')).toBe(before)
    world.clock.aheadMs += 31_000
    expect(rows(await write(args))).toMatchObject([{ status: 'created' }])
    expect(await count('deals')).toBe(before + 1)
  })

  it('sent twice at the same instant makes one record', async () => {
    const args = {
      object_type: 'deals',
      action: 'create',
      records: [{ properties: { dealname: `Race ${turn}` } }],
    }
    const before = Number(await count('deals'))
    await Promise.all([write(args), write(args), write(args)])
    expect(await count('deals')).toBe(before + 1)
  })
})
