/** One review: whole for whoever may read the organisation, and else as one of their own. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import type { Query } from '../api/endpoints.ts'
import { ask, keyOf, unlessGone } from '../api/queries.ts'
import type { Refusal } from '../api/refusal.ts'
import { useMay } from '../api/session.ts'
import type { Review, ReviewRow, Rows } from './types.ts'

const MINE = { query: { mine: 'true' } } as const

/** @returns `null` where there is none that one may see */
export function useReview(id: string): Review | null | undefined {
  const mayRead = useMay('read')
  const whole = useQuery({
    ...ask('GET /api/v1/reviews/{review}', { params: { review: id } }),
    enabled: mayRead,
    throwOnError: unlessGone,
  })
  const own = useQuery({
    ...ask('GET /api/v1/reviews', MINE),
    enabled: !mayRead,
    throwOnError: true,
  })
  if (mayRead) return whole.error?.status === 404 ? null : whole.data
  return own.data && (own.data.items.find((one) => one.id === id) ?? null)
}

const ROWS = 'GET /api/v1/reviews/{review}/rows'
const PAGE = 200

export interface RowPages {
  readonly rows: readonly ReviewRow[] | undefined
  readonly total: number | undefined
  readonly more: boolean
  readonly fetching: boolean
  readonly fetchMore: () => void
}

export function useRows(review: string, query: Query<typeof ROWS>): RowPages {
  const params = { review }
  const pages = useInfiniteQuery<
    Rows,
    Refusal,
    { pages: Rows[] },
    readonly unknown[],
    number | undefined
  >({
    queryKey: [...keyOf(ROWS, { params, query }), 'pages'],
    queryFn: ({ pageParam }) =>
      api(ROWS, {
        params,
        query: { ...query, limit: PAGE, ...(pageParam !== undefined && { after: pageParam }) },
      }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    throwOnError: ({ status }, { state }) => state.data === undefined && status !== 404,
  })
  return {
    rows: pages.data?.pages.flatMap(({ items }) => items),
    total: pages.data?.pages[0]?.total,
    more: pages.hasNextPage,
    fetching: pages.isFetching,
    fetchMore: () => void pages.fetchNextPage().catch(() => undefined),
  }
}
