/** All service accounts: programs that hold keys of their own. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'
import { LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'
import { GroupNames } from './group-names.tsx'

type Account = Item<'GET /api/v1/service-accounts'>

export function AccountsTab({ create }: { create: ReactNode }) {
  const { data } = useQuery({ ...ask('GET /api/v1/service-accounts'), throwOnError: true })
  const navigate = useNavigate()
  return (
    <Card flush>
      <Table
        label="Service accounts"
        columns={COLUMNS}
        rows={data?.items}
        rowId={({ id }) => id}
        sortedBy={{ id: 'name' }}
        find={FIND}
        onOpen={({ id }) =>
          void navigate({ to: '/people/$id', params: { id } }).catch(() => undefined)
        }
        empty={
          <EmptyState drawing="key" title="No service accounts yet" actions={create}>
            A program that calls HubSpot by itself gets an account of its own: its own groups, its
            own keys, its own line in the audit. It never borrows a person’s.
          </EmptyState>
        }
      />
    </Card>
  )
}

const FIND = {
  label: 'Find a service account',
  text: ({ name, groups }: Account) => [name, ...groups.map((group) => group.name)].join(' '),
}

const COLUMNS: readonly Column<Account>[] = [
  {
    id: 'name',
    head: 'Name',
    card: 'title',
    sort: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to="/people/$id" params={{ id }} className={`${LINK} font-medium`}>
        {name}
      </Link>
    ),
  },
  {
    id: 'groups',
    head: 'Groups',
    sort: ({ groups }) => groups.length,
    cell: ({ groups }) => <GroupNames groups={groups} />,
  },
  {
    id: 'created',
    head: 'Made',
    sort: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Day at={createdAt} />,
  },
  {
    id: 'used',
    head: 'Last call',
    align: 'right',
    sort: ({ lastUsedAt }) => lastUsedAt,
    cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} />,
  },
]
