/** Requests as a list: for whom, what, how long, and how far each has come. */
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { StatusDot } from '../parts/badge.tsx'
import { LINK } from '../parts/button.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { RelativeTime } from '../parts/time.tsx'
import type { AccessRequest } from './types.ts'
import { howLong, pieceNote, pieceText, STATES } from './words.ts'

const COLUMNS: readonly Column<AccessRequest>[] = [
  {
    id: 'for',
    head: 'For',
    card: 'title',
    sort: ({ email }) => email,
    cell: ({ id, email, connection }) => (
      <>
        <Link to="/requests/$id" params={{ id }} className={LINK}>
          {email}
        </Link>
        <span className="block text-xs text-faint">on {connection.title}</span>
      </>
    ),
  },
  {
    id: 'what',
    head: 'What',
    cell: ({ pieces, hours }) => (
      <>
        {pieces.map((piece) => (
          <span key={`${piece.kind} ${piece.id}`} className="block">
            {pieceText(piece)}
            {pieceNote(piece) && <span className="text-faint">, {pieceNote(piece)}</span>}
          </span>
        ))}
        <span className="block text-xs text-faint">{howLong(hours)}</span>
      </>
    ),
  },
  {
    id: 'state',
    head: 'State',
    cell: ({ state, held, endsAt }) => (
      <>
        <StatusDot tone={held === null ? STATES[state].tone : 'warn'}>
          {STATES[state].word}
        </StatusDot>
        {state === 'granted' && endsAt !== null && (
          <span className="block text-xs text-faint">
            ends <RelativeTime at={endsAt} />
          </span>
        )}
        {held !== null && <span className="block text-xs text-faint">{held}</span>}
      </>
    ),
  },
  {
    id: 'asked',
    head: 'Asked',
    sort: ({ askedAt }) => askedAt,
    cell: ({ askedAt, askedBy }) => (
      <>
        <RelativeTime at={askedAt} />
        <span className="block text-xs text-faint">by {askedBy.name}</span>
      </>
    ),
  },
]

export function RequestTable({
  label,
  rows,
  empty,
}: {
  label: string
  rows: readonly AccessRequest[] | undefined
  empty: ReactNode
}) {
  const go = useNavigate()
  return (
    <Table
      label={label}
      columns={COLUMNS}
      rows={rows}
      rowId={({ id }) => id}
      onOpen={({ id }) => void go({ to: '/requests/$id', params: { id } })}
      empty={empty}
    />
  )
}
