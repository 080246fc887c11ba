/** Access reviews: those to decide in, and for whoever runs them all. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { StatusDot } from '../parts/badge.tsx'
import { Button, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { Day } from '../parts/time.tsx'
import { NewReviewDialog } from '../reviews/new-review.tsx'
import type { Review } from '../reviews/types.ts'
import { reviewerOf, STATES } from '../reviews/words.ts'

const COLUMNS: readonly Column<Review>[] = [
  {
    id: 'name',
    head: 'Review',
    card: 'title',
    sort: ({ name }) => name,
    cell: ({ id, name, connections }) => (
      <>
        <Link to="/reviews/$id" params={{ id }} className={LINK}>
          {name}
        </Link>
        <span className="block text-xs text-faint">
          {connections.map(({ connection }) => connection.name).join(', ')}
        </span>
      </>
    ),
  },
  {
    id: 'state',
    head: 'State',
    cell: ({ state }) => <StatusDot tone={STATES[state].tone}>{STATES[state].word}</StatusDot>,
  },
  {
    id: 'decided',
    head: 'Decided',
    align: 'right',
    cell: ({ rows, decided }) =>
      rows === 0 ? <span className="text-faint">none yet</span> : `${decided} of ${rows}`,
  },
  { id: 'reviewer', head: 'Reviewer', cell: (review) => reviewerOf(review) },
  { id: 'due', head: 'Due', sort: ({ dueAt }) => dueAt, cell: ({ dueAt }) => <Day at={dueAt} /> },
]

export default function ReviewsPage() {
  const mayRead = useMay('read')
  const mayOperate = useMay('operate')
  const [asked, setAsked] = useState(false)
  const { data: own } = useQuery({
    ...ask('GET /api/v1/reviews', { query: { mine: 'true' } }),
    throwOnError: true,
  })
  const { data: all } = useQuery({
    ...ask('GET /api/v1/reviews', { query: {} }),
    enabled: mayRead,
    throwOnError: true,
  })
  const waiting = own?.items.filter(
    ({ state, rows, decided }) => state === 'open' && decided < rows,
  )
  const create = mayOperate && (
    <Button look="primary" icon="plus" onClick={() => setAsked(true)}>
      New review…
    </Button>
  )
  return (
    <Page
      title="Access reviews"
      text="Named people say of everybody in a portal whether their access is right; a later reading proves what was decided."
      actions={all && all.items.length > 0 && create}
    >
      <div className="flex flex-col gap-6">
        {(!mayRead || (waiting && waiting.length > 0)) && (
          <Reviews
            title="Waiting for you"
            label="Reviews waiting for you"
            rows={mayRead ? waiting : own?.items}
            empty={
              <EmptyState title="Nobody asks you to review anything" drawing="calm">
                When somebody asks you to review who may use a portal, it stands here.
              </EmptyState>
            }
          />
        )}
        {mayRead && (
          <Reviews
            title="All reviews"
            label="All reviews"
            rows={all?.items}
            empty={
              <EmptyState title="No reviews yet" drawing="gate" actions={create || undefined}>
                Auditors ask who still needs their access. A review asks managers, owners or one
                person, row by row, and keeps who answered what, and when.
              </EmptyState>
            }
          />
        )}
      </div>
      {asked && <NewReviewDialog onClose={() => setAsked(false)} />}
    </Page>
  )
}

interface ReviewsProps {
  readonly title: string
  readonly label: string
  readonly rows: readonly Review[] | undefined
  readonly empty: React.ReactNode
}

function Reviews({ title, label, rows, empty }: ReviewsProps) {
  const go = useNavigate()
  return (
    <Card title={title} flush>
      <Table
        label={label}
        columns={COLUMNS}
        rows={rows}
        rowId={({ id }) => id}
        onOpen={({ id }) => void go({ to: '/reviews/$id', params: { id } })}
        empty={empty}
      />
    </Card>
  )
}
