/**
 * Pages by cursor (RFC 9865). The whole answer is made with the first page, and its further pages
 * are kept until the cursor's time is over: so all of them are of one moment, whatever changes
 * meanwhile.
 */
import { base64url } from '../../domain/base64url.ts'
import type { HubwardError } from '../../domain/errors.ts'
import { refuse } from '../../domain/scim/refuse.ts'
import { listScimResources, type Listed, type Query } from './list-resources.ts'
import type { ScimPage } from './ports.ts'
import type { ScimContext } from './scim-context.ts'

/** Seconds that a cursor is good for, from the first page on. */
export const CURSOR_SECONDS = 600
/** Answers kept per connection at once; a provider needs one. */
export const MOST_SETS = 16

export interface CursorPage extends Listed {
  /** Absent on the last page. */
  readonly nextCursor?: string
}

export interface CursorQuery {
  readonly query: Query
  /** Empty for the first page. */
  readonly cursor: string
  /** `null`: not said. */
  readonly count: number | null
  readonly standardCount: number
}

/**
 * @throws HubwardError `scim.invalid_cursor`, `scim.expired_cursor`, `scim.invalid_count`; those of
 *   the list
 */
export const pageByCursor = (scim: ScimContext, asked: CursorQuery): Promise<CursorPage> =>
  asked.cursor === '' ? firstPage(scim, asked) : nextPage(scim, asked)

async function firstPage(scim: ScimContext, asked: CursorQuery): Promise<CursorPage> {
  const { world, connection, store } = scim
  const pageSize = asked.count ?? asked.standardCount
  if (pageSize === 0) {
    const { total } = await listScimResources(scim, asked.query, { offset: 0, limit: 0 })
    return { total, resources: [] }
  }
  const { total, resources } = await listScimResources(scim, asked.query, {
    offset: 0,
    limit: null,
  })
  const first = resources.slice(0, pageSize)
  if (total <= pageSize) return { total, resources: first }
  const expiresAt = new Date(world.now().getTime() + CURSOR_SECONDS * 1_000)
  const setId = base64url(world.randomBytes(15))
  const last = Math.ceil(total / pageSize)
  const pages = Array.from({ length: last - 1 }, (_, at): ScimPage => ({
    setId,
    number: at + 2,
    connectionId: connection.id,
    principalId: principalOf(scim),
    queryDigest: digestOf(scim, asked.query),
    pageSize,
    total,
    last: at + 2 === last,
    resources: resources.slice((at + 1) * pageSize, (at + 2) * pageSize),
    expiresAt,
  }))
  await store.aside((tx) => tx.scim.keepPages(pages, world.now(), MOST_SETS))
  return { total, resources: first, nextCursor: cursorText(setId, 2, expiresAt) }
}

async function nextPage(scim: ScimContext, asked: CursorQuery): Promise<CursorPage> {
  const [, setId = '', number = '', end = ''] = CURSOR.exec(asked.cursor) ?? []
  if (setId === '') throw invalidCursor()
  const now = scim.world.now()
  const page = await scim.store.read.scim.page(setId, Number(number))
  if (Number(end) * 1_000 <= now.getTime() || (page && page.expiresAt <= now)) throw expiredCursor()
  // Wiped to make room for newer ones, or never ours: to the provider it is the same.
  if (!page) throw expiredCursor()
  const theirs = page.connectionId === scim.connection.id && page.principalId === principalOf(scim)
  if (!theirs || page.queryDigest !== digestOf(scim, asked.query)) throw invalidCursor()
  if (asked.count !== null && asked.count !== page.pageSize)
    throw refuse(
      'scim.invalid_count',
      `The first page had a count of ${page.pageSize}; it stays the same for all pages of a query.`,
    )
  return {
    total: page.total,
    resources: page.resources,
    ...(!page.last && { nextCursor: cursorText(setId, page.number + 1, page.expiresAt) }),
  }
}

/** Unreserved characters alone (RFC 9865 §2): the answer's id, the page, when it ends. */
const CURSOR = /^([\w-]{20})\.(\d{1,6})\.(\d{1,12})$/

const cursorText = (setId: string, number: number, expiresAt: Date): string =>
  `${setId}.${number}.${Math.floor(expiresAt.getTime() / 1_000)}`

const principalOf = ({ actor }: ScimContext): string =>
  actor.kind === 'principal' ? actor.principalId : ''

const digestOf = ({ hashKey }: ScimContext, query: Query): string => hashKey(JSON.stringify(query))

const invalidCursor = (): HubwardError =>
  refuse(
    'scim.invalid_cursor',
    'This is no cursor of this query. Begin with an empty one, and repeat everything else as it was.',
  )

const expiredCursor = (): HubwardError =>
  refuse(
    'scim.expired_cursor',
    `A cursor is good for ${CURSOR_SECONDS / 60} minutes. Begin again with an empty one.`,
  )
