import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setGrant } from '../../application/access/set-grant.ts'
import { modernClient } from '../../../tests/support/mcp-clients.ts'
import { CRM, mcpPair, type McpPair } from '../../../tests/support/mcp-pair.ts'

let pair: McpPair
let world: McpPair['world']
let sales: McpPair['sales']
let marketing: McpPair['marketing']

beforeAll(async () => {
  pair = await mcpPair()
  ;({ world, sales, marketing } = pair)
})
afterAll(() => pair.close())

type Row = Record<string, unknown>
const list = (answer: { structured: Row | undefined }, name = 'records'): Row[] =>
  (answer.structured?.[name] ?? []) as Row[]

describe('the list of tools', () => {
  it('holds what the scopes allow, and object types that may be used', async () => {
    const tools = await sales.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'get_my_access',
      'describe_object',
      'search_records',
      'get_records',
      'list_related',
      'summarize_records',
      'write_records',
    ])
    const types = (name: string): unknown => {
      const schema = tools.find((tool) => tool.name === name)?.inputSchema['properties'] as Row
      return (schema['object_type'] as Row)['enum']
    }
    expect(types('search_records')).toEqual([
      'contacts',
      'companies',
      'deals',
      'communications',
      'tasks',
      'notes',
      'meetings',
      'calls',
      'emails',
      'postal_mail',
      'car',
    ])
    expect(types('write_records')).toEqual(['contacts', 'companies', 'deals'])
    expect((await marketing.listTools()).map(({ name }) => name)).toContain('get_analytics')
  })

  it('is the same for everyone with the same scopes, byte for byte', async () => {
    const twin = await modernClient(
      world.url,
      await world.caller('twins', [...CRM, 'engagements:read', 'objects.car:read']),
    )
    expect(JSON.stringify(await twin.listTools())).toBe(JSON.stringify(await sales.listTools()))
    await twin.close()
  })

  it('says of each tool what it does to data, and shows its result’s shape', async () => {
    for (const tool of await sales.listTools()) {
      const writes = tool.name === 'write_records'
      expect(tool.annotations).toEqual({
        readOnlyHint: !writes,
        destructiveHint: writes,
        idempotentHint: true,
        openWorldHint: false,
      })
      expect(tool.outputSchema).toMatchObject({ type: 'object' })
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
    }
  })

  it('asks for the connection only of those who have several', async () => {
    await world.connect('Second')
    const scopes = ['contacts:read']
    const key = await world.caller('both', scopes)
    await setGrant(world.admin, { group: 'both', connection: 'second', scopes, expiresAt: null })
    const both = await modernClient(world.url, key)
    const [search] = (await both.listTools()).filter(({ name }) => name === 'search_records')
    expect(search?.inputSchema).toMatchObject({
      properties: { connection: { enum: ['main', 'second'] } },
      required: ['object_type', 'connection'],
    })
    expect(await both.call('search_records', { object_type: 'contacts' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('main, second'),
    })
    expect(
      (await both.call('search_records', { object_type: 'contacts', connection: 'second' }))
        .structured,
    ).toMatchObject({ connection: 'second' })
    await both.close()
  })
})

describe('reading', () => {
  it('goes through pages by cursor, and each record comes once', async () => {
    const seen = new Set<unknown>()
    let cursor: unknown
    do {
      const page = await sales.call('search_records', {
        object_type: 'contacts',
        limit: 120,
        properties: ['email'],
        ...(cursor ? { cursor } : {}),
      })
      for (const { id } of list(page)) seen.add(id)
      cursor = page.structured?.['next_cursor']
    } while (cursor)
    expect(seen.size).toBe(300)
  })

  it('refuses a cursor with another question', async () => {
    const page = await sales.call('search_records', { object_type: 'contacts', limit: 10 })
    const cursor = page.structured?.['next_cursor']
    expect(await sales.call('search_records', { object_type: 'companies', cursor })).toMatchObject({
      isError: true,
      text: expect.stringContaining('other arguments'),
    })
    expect(
      await sales.call('search_records', { object_type: 'contacts', cursor: 'made-up' }),
    ).toMatchObject({ isError: true })
  })

  it('filters by all of some conditions and any of others', async () => {
    const all = await sales.call('search_records', {
      object_type: 'deals',
      limit: 200,
      properties: ['amount', 'dealstage'],
    })
    const expected = list(all).filter(({ properties }) => {
      const { amount, dealstage } = properties as Record<string, string>
      return Number(amount) > 1000 && ['closedwon', 'closedlost'].includes(dealstage ?? '')
    })
    const some = await sales.call('search_records', {
      object_type: 'deals',
      limit: 200,
      filters: [{ property: 'amount', operator: 'GT', value: 1000 }],
      any_of: [
        [{ property: 'dealstage', operator: 'EQ', value: 'closedwon' }],
        [{ property: 'dealstage', operator: 'EQ', value: 'closedlost' }],
      ],
    })
    expect(some.structured?.['total']).toBe(expected.length)
  })

  it('shows records by a unique property, and says which are not there', async () => {
    const [first] = list(
      await sales.call('search_records', {
        object_type: 'contacts',
        limit: 1,
        properties: ['email'],
      }),
    )
    const { email } = (first?.['properties'] ?? {}) as Row
    const got = await sales.call('get_records', {
      object_type: 'contacts',
      id_property: 'email',
      ids: [email, 'nobody@nowhere.example'],
    })
    expect(got.structured).toMatchObject({ returned: 1, missing: ['nobody@nowhere.example'] })
    expect(list(got)[0]?.['id']).toBe(first?.['id'])
  })

  it('describes an object type: in short, then named properties whole', async () => {
    const short = await sales.call('describe_object', { object_type: 'deals' })
    expect(list(short, 'pipelines').length).toBeGreaterThan(0)
    expect(list(short, 'properties')).toContainEqual(expect.objectContaining({ name: 'dealstage' }))
    const whole = await sales.call('describe_object', {
      object_type: 'contacts',
      properties: ['lifecyclestage', 'no_such'],
    })
    expect(list(whole, 'properties')).toMatchObject([
      {
        name: 'lifecyclestage',
        options: expect.arrayContaining([expect.objectContaining({ value: 'customer' })]),
      },
    ])
    expect(whole.structured?.['unknown']).toEqual(['no_such'])
  })

  it('shows related records', async () => {
    const [company] = list(
      await sales.call('search_records', { object_type: 'companies', limit: 1 }),
    )
    const related = await sales.call('list_related', {
      object_type: 'companies',
      id: company?.['id'],
      to_object_type: 'contacts',
    })
    expect(related.isError).toBe(false)
    for (const record of list(related)) expect(record['url']).toMatch(/\/record\/0-1\/\d+$/)
  })

  it('counts exactly, adds up exactly, and says when it did not read all', async () => {
    const all = list(
      await sales.call('search_records', {
        object_type: 'deals',
        limit: 200,
        properties: ['amount', 'dealstage'],
      }),
    )
    const sum = all.reduce(
      (cents, { properties }) =>
        cents + Math.round(Number((properties as Row)['amount'] ?? 0) * 100),
      0,
    )
    const whole = await sales.call('summarize_records', {
      object_type: 'deals',
      sum_of: ['amount'],
      group_by: 'dealstage',
    })
    expect(whole.structured).toMatchObject({ count: all.length, partial: false })
    const { amount } = (whole.structured?.['sums'] ?? {}) as Record<string, { sum: string }>
    expect(Number(amount?.sum)).toBeCloseTo(sum / 100, 2)
    const part = await sales.call('summarize_records', {
      object_type: 'contacts',
      group_by: 'lifecyclestage',
      read_at_most: 200,
    })
    expect(part.structured).toMatchObject({ count: 300, read: 200, partial: true })
    const inAll = list(part, 'groups').reduce(
      (total, group) => total + Number(group['records_in_all'] ?? 0),
      0,
    )
    expect(inAll).toBe(300)
  })

  it('shows content, and one post with its text', async () => {
    const posts = await marketing.call('get_content', { kind: 'blog_posts' })
    expect(list(posts, 'content').length).toBeGreaterThan(0)
    const one = await marketing.call('get_content', {
      kind: 'blog_posts',
      id: list(posts, 'content')[0]?.['id'],
    })
    expect(list(one, 'content')[0]).toHaveProperty('text')
  })

  it('shows analytics in total and per day', async () => {
    const range = { start: '2026-01-01', end: '2026-01-07' }
    const total = await marketing.call('get_analytics', { breakdown: 'sources', ...range })
    expect(total.structured).toMatchObject({ totals: { visits: expect.any(Number) } })
    const daily = await marketing.call('get_analytics', {
      breakdown: 'totals',
      period: 'daily',
      ...range,
    })
    expect(daily.structured).toMatchObject({ total: 7 })
  })

  it('says who one is and whom to ask', async () => {
    const mine = await sales.call('get_my_access')
    expect(mine.structured).toMatchObject({
      you: { name: 'sales', kind: 'service_account' },
      connections: [{ name: 'main', may_write: ['contacts', 'companies', 'deals'] }],
    })
  })
})
