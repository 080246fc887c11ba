/** The rows of a review: those of whoever looks, or all; one opens beside the list. */
import { useMemo, useState } from 'react'
import { useAct } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { RowDrawer } from './row-drawer.tsx'
import { RowAccess, RowLogin } from './row-facts.tsx'
import type { Review, ReviewRow } from './types.ts'
import { useRows } from './use-review.ts'
import { counted, DECISIONS } from './words.ts'

const columnsOf = (open: (row: ReviewRow) => void, mine: boolean): readonly Column<ReviewRow>[] => [
  {
    id: 'who',
    head: 'Who',
    card: 'title',
    cell: (row) => (
      <>
        <button type="button" className={LINK} onClick={() => open(row)}>
          {row.name}
        </button>
        <span className="block text-xs text-faint">{row.email}</span>
      </>
    ),
  },
  { id: 'access', head: 'Has', cell: (row) => <RowAccess row={row} /> },
  { id: 'login', head: 'Last login', width: 'w-36', cell: (row) => <RowLogin row={row} /> },
  ...(mine
    ? []
    : [{ id: 'reviewer', head: 'Reviewer', cell: ({ reviewer }: ReviewRow) => reviewer.name }]),
  {
    id: 'decision',
    head: 'Decision',
    width: 'w-32',
    cell: ({ decision }) =>
      decision ? (
        <Badge tone={DECISIONS[decision.kind].tone}>{DECISIONS[decision.kind].word}</Badge>
      ) : (
        <span className="text-faint">none yet</span>
      ),
  },
]

interface Props {
  readonly review: Review
  readonly mine: boolean
}

export function RowsCard({ review, mine }: Props) {
  const [undecided, setUndecided] = useState(mine && review.state === 'open')
  const [opened, setOpened] = useState<ReviewRow>()
  const query = useMemo(
    () => ({
      ...(mine && { mine: 'true' as const }),
      ...(undecided && { decided: 'none' as const }),
    }),
    [mine, undecided],
  )
  const columns = useMemo(() => columnsOf(setOpened, mine), [mine])
  const { rows, total, more, fetching, fetchMore } = useRows(review.id, query)
  // A decided row leaves the list of undecided ones, and stays open until the next one is.
  const at = rows?.findIndex(({ no }) => no === opened?.no) ?? -1
  const row = rows?.[at] ?? opened
  // Whoever closed it meanwhile is not to be shown the next.
  const goOn = (): void => {
    const next = rows?.slice(at + 1).find(({ decision, no }) => !decision && no !== row?.no)
    setOpened((now) => (now?.no === row?.no ? next : now))
  }
  const mayDecide = mine && review.state === 'open'
  return (
    <Card
      title={mine ? 'Yours to decide' : 'Rows'}
      text={
        mine
          ? 'As the sealed reading showed them when the review opened.'
          : 'Everybody whom the sealed reading shows, fixed when the review opened.'
      }
      actions={
        <>
          {mayDecide && undecided && rows && rows.length > 1 && (
            <KeepAll review={review} rows={rows} />
          )}
          <Button size="small" icon="filter" onClick={() => setUndecided(!undecided)}>
            {undecided ? 'Show all' : 'Show undecided'}
          </Button>
        </>
      }
      flush
    >
      <Table
        label="Rows of the review"
        columns={columns}
        rows={rows}
        rowId={({ no }) => String(no)}
        onOpen={setOpened}
        total={total}
        empty={
          <EmptyState title={undecided ? 'All is decided' : 'There are no rows'} drawing="calm">
            {undecided
              ? 'As long as the review is open, each decision can be made anew.'
              : 'Rows come with the opening, from the newest sealed reading.'}
          </EmptyState>
        }
      />
      {more && (
        <div className="flex justify-center border-t border-line p-3">
          <Button pending={fetching} onClick={fetchMore}>
            Show more of {counted(total ?? 0, 'row')}
          </Button>
        </div>
      )}
      {row && (
        <RowDrawer
          key={row.no}
          review={review}
          row={row}
          mayDecide={mayDecide}
          onDone={goOn}
          onClose={() => setOpened(undefined)}
        />
      )}
    </Card>
  )
}

/** One word for many is allowed, and it is noted that it was one. */
function KeepAll({ review, rows }: { review: Review; rows: readonly ReviewRow[] }) {
  const [asked, setAsked] = useState(false)
  const decide = useAct('POST /api/v1/reviews/{review}/decisions', {
    quiet: true,
    done: ({ items }) => `${counted(items.length, 'row')} kept`,
    changes: ['audit'],
  })
  const nos = rows
    .filter(({ decision }) => !decision)
    .map(({ no }) => no)
    .slice(0, MOST_AT_ONCE)
  if (nos.length < 2) return null
  return (
    <>
      <Button size="small" icon="check" onClick={() => setAsked(true)}>
        Keep all {nos.length}…
      </Button>
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={`Keep the access of ${nos.length} users by one word?`}
        consequences={[
          'Each row is decided as keep, and can be decided anew while the review is open.',
          `It is noted that ${nos.length} were decided together: whoever reads the evidence sees it.`,
        ]}
        danger={false}
        action={`Keep ${nos.length}`}
        onConfirm={() =>
          decide.mutateAsync({
            params: { review: review.id },
            body: { rows: nos, decision: { kind: 'keep' } },
          })
        }
      />
    </>
  )
}

/** The server takes no more in one word. */
const MOST_AT_ONCE = 1_000
