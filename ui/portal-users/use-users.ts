/** What is asked of a portal's users: page by page, and the newest snapshot beside them. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api } from '../api/api.ts'
import { ask, forget, keyOf, unlessGone } from '../api/queries.ts'
import { Refusal } from '../api/refusal.ts'
import type { UserQuery } from './filter.ts'
import type { PortalUser, Reading, Users } from './types.ts'

const USERS = 'GET /api/v1/connections/{connection}/people/users'
const PAGE = 200

/** Snapshot, teams, permission sets and seats; none of it depends on a filter. */
export function useSnapshot(connection: string): Users | undefined {
  return useQuery({
    ...ask(USERS, { params: { connection }, query: { limit: 1 } }),
    throwOnError: unlessGone,
  }).data
}

/** How often one looks at a reading that another window, or the schedule, began; it writes every 5 s. */
const LOOK_MS = 4_000

/** Newest first. What a reading that was begun elsewhere brought is asked for when it ends. */
export function useReadings(connection: string, watched: boolean): readonly Reading[] | undefined {
  const client = useQueryClient()
  const items = useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/readings', { params: { connection } }),
    throwOnError: unlessGone,
    // No event tells of it.
    refetchInterval: ({ state }) =>
      !watched && state.data?.items[0]?.state === 'reading' ? LOOK_MS : false,
  }).data?.items
  const running = !watched && items?.[0]?.state === 'reading'
  const ran = useRef(false)
  useEffect(() => {
    if (ran.current && !running && !watched) void forget(client, ['connections', 'overview'])
    ran.current = running
  }, [client, running, watched])
  return items
}

export interface UserPages {
  /** As far as they were fetched. */
  readonly rows: readonly PortalUser[] | undefined
  readonly total: number | undefined
  readonly more: boolean
  readonly fetching: boolean
  /** Of the last page that was asked for; what was fetched stays. */
  readonly refusal: Refusal | undefined
  readonly fetchMore: () => void
}

export function useUsers(connection: string, query: UserQuery): UserPages {
  const params = { connection }
  const pages = useInfiniteQuery<
    Users,
    Refusal,
    { pages: Users[] },
    readonly unknown[],
    string | undefined
  >({
    queryKey: [...keyOf(USERS, { params, query }), 'pages'],
    queryFn: ({ pageParam }) =>
      api(USERS, {
        params,
        query: { ...query, limit: PAGE, ...(pageParam !== undefined && { after: pageParam }) },
      }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    throwOnError: (thrown, { state }) => state.data === undefined && unlessGone(thrown),
  })
  return {
    rows: pages.data?.pages.flatMap(({ items }) => items),
    total: pages.data?.pages[0]?.total,
    more: pages.hasNextPage,
    fetching: pages.isFetching,
    refusal: pages.error ?? undefined,
    fetchMore: () => void pages.fetchNextPage().catch(() => undefined),
  }
}

const WHOLE_PAGE = 500
/** A reading that is sealed meanwhile makes pages of two snapshots; then it is begun anew. */
const TRIES = 3

/**
 * Everybody who fits, of one snapshot.
 *
 * @throws Refusal
 */
export async function fetchAll(
  connection: string,
  query: UserQuery,
  tell: (fetched: number, total: number) => void,
): Promise<{ readonly users: readonly PortalUser[]; readonly snapshot: Reading | null }> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const found = await fetchOnce(connection, query, tell)
    if (found) return found
  }
  throw new Refusal({
    code: 'unreadable',
    status: 0,
    message: 'The users were read anew again and again meanwhile. Try once more in a moment.',
  })
}

async function fetchOnce(
  connection: string,
  query: UserQuery,
  tell: (fetched: number, total: number) => void,
) {
  const users: PortalUser[] = []
  let first: Users | undefined
  let after: string | undefined
  do {
    const page: Users = await api(USERS, {
      params: { connection },
      query: { ...query, limit: WHOLE_PAGE, ...(after !== undefined && { after }) },
    })
    first ??= page
    if (page.snapshot?.id !== first.snapshot?.id) return undefined
    users.push(...page.items)
    tell(users.length, page.total)
    after = page.next ?? undefined
  } while (after !== undefined)
  return { users, snapshot: first.snapshot }
}
