/** The portal's timeline: everything that changed about its users between snapshots. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import { keyOf } from '../api/queries.ts'
import type { Refusal } from '../api/refusal.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { SkeletonRows } from '../parts/skeleton.tsx'
import { ChangeList } from './change-list.tsx'

const CHANGES = 'GET /api/v1/connections/{connection}/people/changes'
type Page = Answer<typeof CHANGES>
const PAGE = 50

export function ChangesView({ name }: { name: string }) {
  const params = { connection: name }
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery<
    Page,
    Refusal,
    { pages: Page[] },
    readonly unknown[],
    number | undefined
  >({
    queryKey: [...keyOf(CHANGES, { params }), 'pages'],
    queryFn: ({ pageParam }) =>
      api(CHANGES, {
        params,
        query: { limit: PAGE, ...(pageParam !== undefined && { before: pageParam }) },
      }),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    throwOnError: ({ status }, { state }) => state.data === undefined && status !== 404,
  })
  if (!data) return <SkeletonRows />
  const changes = data.pages.flatMap(({ items }) => items)
  return (
    <Card
      title="What changed"
      text="Between one snapshot and the next. Who did it comes from HubSpot’s security activity, where that tells."
      flush
    >
      {changes.length === 0 ? (
        <EmptyState title="Nothing changed yet" drawing="calm">
          There is something to see as soon as a snapshot differs from the one before.
        </EmptyState>
      ) : (
        <ChangeList label="What changed" changes={changes} connection={name} />
      )}
      {hasNextPage && (
        <div className="flex justify-center border-t border-line p-3">
          <Button
            pending={isFetchingNextPage}
            onClick={() => void fetchNextPage().catch(() => undefined)}
          >
            Show older changes
          </Button>
        </div>
      )}
    </Card>
  )
}
