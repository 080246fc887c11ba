/** RFC 9865 over HTTP: pages by cursor, over one moment, for a time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  GROUP,
  LIST,
  patch,
  person,
  scimWorld,
  type Answer,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
let ask: ScimWorld['provider']['ask']
const ids: string[] = []

beforeAll(async () => {
  world = await scimWorld()
  ask = (...asked) => world.provider.ask(...asked)
  for (let n = 0; n < 5; n++)
    ids.push(String((await ask('POST', '/Users', person(`c${n}@example.com`))).body['id']))
})
afterAll(() => world.close())

const shown = ({ body }: Answer): Record<string, unknown>[] =>
  body['Resources'] as unknown as Record<string, unknown>[]
const cursorOf = ({ body }: Answer): string | undefined => body['nextCursor']

/** Follows the cursors from an empty one to the end. */
async function walk(query: string): Promise<Answer[]> {
  const pages: Answer[] = []
  for (
    let cursor: string | undefined = '';
    cursor !== undefined;
    cursor = cursorOf(pages.at(-1)!)
  ) {
    pages.push(await ask('GET', `/Users?${query}&cursor=${cursor}`))
    expect(pages.at(-1)?.status).toBe(200)
  }
  return pages
}

it('begins with an empty cursor, or one without a value, and ends without one (§2)', async () => {
  const pages = await walk('count=2')
  expect(pages.map((page) => shown(page).length)).toEqual([2, 2, 1])
  expect(pages.flatMap((page) => shown(page).map(({ id }) => id))).toEqual(ids)
  for (const { body } of pages) {
    expect(body).toMatchObject({ schemas: [LIST], totalResults: 5 })
    expect(body).not.toHaveProperty('startIndex')
  }
  // Unreserved characters alone (RFC 3986 §2.3).
  expect(cursorOf(pages[0]!)).toMatch(/^[\w.~-]+$/)
  const bare = await ask('GET', '/Users?cursor&count=2')
  expect([shown(bare).length, typeof cursorOf(bare)]).toEqual([2, 'string'])
})

it('has no next cursor where one page is all, and none without results (§2)', async () => {
  for (const query of ['count=5', 'count=50', 'count=0', 'filter=userName%20eq%20%22x%22'])
    expect(cursorOf(await ask('GET', `/Users?${query}&cursor=`))).toBeUndefined()
  expect((await ask('GET', '/Users?count=0&cursor=')).body).toMatchObject({
    totalResults: 5,
    itemsPerPage: 0,
  })
})

it('shows one moment on all pages, whoever changes, leaves or comes meanwhile', async () => {
  const first = await ask('GET', '/Users?cursor=&count=1&sortBy=userName')
  const victim = String((await ask('POST', '/Users', person('a-latecomer@example.com'))).body['id'])
  await ask(
    'PATCH',
    `/Users/${ids[2]}`,
    patch({ op: 'replace', path: 'displayName', value: 'Changed' }),
  )
  await ask('DELETE', `/Users/${victim}`)
  await ask('POST', '/Groups', {
    schemas: [GROUP],
    displayName: 'Later',
    members: [{ value: ids[3] }],
  })
  const seen = shown(first)
  for (let cursor = cursorOf(first); cursor;) {
    const page = await ask('GET', `/Users?cursor=${cursor}&count=1&sortBy=userName`)
    expect(page.body['totalResults']).toBe(5)
    seen.push(...shown(page))
    cursor = cursorOf(page)
  }
  expect(seen.map(({ id }) => id)).toEqual(ids)
  expect(seen[2]).toMatchObject({ displayName: 'Nora Quay' })
  expect(seen[3]).not.toHaveProperty('groups')
})

it('keeps filter and attributes on every page', async () => {
  const query = `count=2&attributes=userName&filter=${encodeURIComponent('userName sw "c" and not (userName sw "c4")')}`
  const pages = await walk(query)
  expect(pages.flatMap(shown).map((one) => Object.keys(one).toSorted())).toEqual(
    Array.from({ length: 4 }, () => ['id', 'schemas', 'userName']),
  )
})

it('goes by POST, too (§3)', async () => {
  const search = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], count: 3 }
  const first = await ask('POST', '/Users/.search', { ...search, cursor: '' })
  const second = await ask('POST', '/Users/.search', { ...search, cursor: cursorOf(first) })
  expect([...shown(first), ...shown(second)].map(({ id }) => id)).toEqual(ids)
})

describe('is refused (§2.1)', () => {
  const started = async (): Promise<string> =>
    cursorOf(await ask('GET', '/Users?cursor=&count=2')) ?? ''

  it('as invalidCursor: what is none, and one of another query, account or kind', async () => {
    const other = await world.account('other', ['users:read'])
    const cursor = await started()
    for (const answer of [
      await ask('GET', '/Users?cursor=nonsense&count=2'),
      await ask('GET', `/Users?cursor=${cursor}&count=2&filter=userName%20pr`),
      await ask('GET', `/Groups?cursor=${cursor}&count=2`),
      await other.ask('GET', `/Users?cursor=${cursor}&count=2`),
    ])
      expect([answer.status, answer.body['scimType']]).toEqual([400, 'invalidCursor'])
  })

  it('as expiredCursor: after its time, and when newer queries took its place', async () => {
    const old = await started()
    await world.pool.query(`update scim_page set expires_at = now() - interval '1 second'`)
    const late = await ask('GET', `/Users?cursor=${old}&count=2`)
    expect([late.status, late.body['scimType']]).toEqual([400, 'expiredCursor'])
    const pushed = await started()
    for (let n = 0; n < 16; n++) await started()
    expect((await ask('GET', `/Users?cursor=${pushed}&count=2`)).body['scimType']).toBe(
      'expiredCursor',
    )
    // What has expired is wiped, too: these are people.
    const { rows } = await world.pool.query<{ sets: number }>(
      'select count(distinct set_id)::int as sets from scim_page',
    )
    expect(rows).toEqual([{ sets: 16 }])
  })

  it('as invalidCount: none that can be, and another than on the first page', async () => {
    const cursor = await started()
    for (const query of ['cursor=&count=many', 'cursor=&count=501', `cursor=${cursor}&count=3`])
      expect((await ask('GET', `/Users?${query}`)).body['scimType']).toBe('invalidCount')
    // Less than nothing is nothing.
    expect((await ask('GET', '/Users?cursor=&count=-3')).body).toMatchObject({ itemsPerPage: 0 })
  })

  it('beside a startIndex, which means another way', async () => {
    expect((await ask('GET', '/Users?cursor=&startIndex=1')).status).toBe(400)
  })
})

it('is announced, with pages by index as what is meant without a word (§2.4, §4)', async () => {
  expect((await ask('GET', '/ServiceProviderConfig')).body['pagination']).toEqual({
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: 100,
    maxPageSize: 500,
    cursorTimeout: 600,
  })
  expect((await ask('GET', '/Users')).body).toHaveProperty('startIndex', 1)
})
