/** Everybody's browser sessions, and ending one. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { placeOf } from '../parts/place.ts'
import { Table, type Column } from '../parts/table.tsx'
import { RelativeTime } from '../parts/time.tsx'

type Session = Item<'GET /api/v1/sessions'>

const WAYS = { passkey: 'passkey', provider: '', link: 'one-time link' } as const

const COLUMNS: readonly Column<Session>[] = [
  {
    id: 'person',
    head: 'Person',
    card: 'title',
    sort: ({ principal }) => principal.name,
    cell: ({ principal, current }) => (
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{principal.name}</span>
        {current && <Badge tone="accent">this one</Badge>}
      </span>
    ),
  },
  { id: 'name', head: 'Browser', sort: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'address',
    head: 'From',
    cell: ({ address }) => placeOf(address),
  },
  { id: 'way', head: 'By', cell: ({ way }) => WAYS[way.kind] || way.name },
  {
    id: 'since',
    head: 'Since',
    sort: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
  {
    id: 'seen',
    head: 'Last seen',
    sort: ({ seenAt }) => seenAt,
    cell: ({ seenAt }) => <RelativeTime at={seenAt} />,
  },
]

const columnsWith = (end: (id: string) => void): readonly Column<Session>[] => [
  ...COLUMNS,
  {
    id: 'acts',
    head: 'Actions',
    align: 'right',
    card: 'bare',
    cell: ({ id, current, principal, name }) =>
      !current && (
        <Button size="small" onClick={() => end(id)}>
          End
          <span className="sr-only">
            {' '}
            the session of {principal.name}, {name}
          </span>
        </Button>
      ),
  },
]

export function SessionsTab() {
  const { data } = useQuery({
    ...ask('GET /api/v1/sessions', { query: { principal: '*' } }),
    throwOnError: true,
  })
  const maySecure = useMay('secure')
  const { mutate } = useAct('DELETE /api/v1/sessions/{session}', { done: 'Signed out there' })
  const columns = useMemo(
    () => (maySecure ? columnsWith((session) => mutate({ params: { session } })) : COLUMNS),
    [maySecure, mutate],
  )
  return (
    <Card
      flush
      title="Who is signed in"
      text="A session ends 30 minutes after its person last did something, and after 12 hours in any case. A session that is ended here is refused at its next request."
    >
      <Table
        label="Sessions"
        columns={columns}
        rows={data?.items}
        rowId={({ id }) => id}
        sortedBy={{ id: 'seen', desc: true }}
      />
    </Card>
  )
}
