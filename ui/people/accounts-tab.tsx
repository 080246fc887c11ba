/** All service accounts: programs that hold keys of their own. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import type { Column } from '../parts/table.tsx'
import { Day } from '../parts/time.tsx'
import { GROUPS, LAST_CALL, PeopleTable, PersonLink } from './people-table.tsx'

type Account = Item<'GET /api/v1/service-accounts'>

export function AccountsTab({ create }: { create: ReactNode }) {
  const { data } = useQuery({ ...ask('GET /api/v1/service-accounts'), throwOnError: true })
  return (
    <PeopleTable
      label="Service accounts"
      columns={COLUMNS}
      rows={data?.items}
      find={FIND}
      empty={
        <EmptyState drawing="key" title="No service accounts yet" actions={create}>
          A program that calls HubSpot by itself gets an account of its own: its own groups, its own
          keys, its own line in the audit. It never borrows a person’s.
        </EmptyState>
      }
    />
  )
}

const FIND = { label: 'Find a service account' }

const COLUMNS: readonly Column<Account>[] = [
  {
    id: 'name',
    head: 'Name',
    card: 'title',
    sort: ({ name }) => name,
    cell: PersonLink,
  },
  GROUPS,
  {
    id: 'created',
    head: 'Made',
    sort: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Day at={createdAt} />,
  },
  LAST_CALL,
]
