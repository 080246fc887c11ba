/** The table of those who may have groups and make calls: members, and service accounts. */
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { GroupNames } from './group-names.tsx'

interface Principal {
  readonly id: string
  readonly name: string
  readonly groups: readonly { readonly id: string; readonly name: string; readonly title: string }[]
  readonly lastUsedAt: string | null
}

interface PeopleTableProps<Row> {
  readonly label: string
  readonly rows: readonly Row[] | undefined
  readonly columns: readonly Column<Row>[]
  /** How the field for finding one is called, and what else than name and groups tells one. */
  readonly find: { readonly label: string; readonly words?: (row: Row) => readonly string[] }
  readonly empty: ReactNode
}

export function PeopleTable<Row extends Principal>({ find, ...table }: PeopleTableProps<Row>) {
  const navigate = useNavigate()
  return (
    <Card flush>
      <Table
        {...table}
        rowId={({ id }) => id}
        sortedBy={{ id: 'name' }}
        find={{
          label: find.label,
          // By a group's name, too: who is in it.
          text: (row) =>
            [row.name, ...(find.words?.(row) ?? []), ...row.groups.flatMap(wordsOf)].join(' '),
        }}
        onOpen={({ id }) =>
          void navigate({ to: '/people/$id', params: { id } }).catch(() => undefined)
        }
      />
    </Card>
  )
}

const wordsOf = ({ name, title }: { name: string; title: string }): string[] => [name, title]

export const PersonLink = ({ id, name }: Pick<Principal, 'id' | 'name'>) => (
  <Link to="/people/$id" params={{ id }} className={`${LINK} font-medium`}>
    {name}
  </Link>
)

export const GROUPS: Column<Principal> = {
  id: 'groups',
  head: 'Groups',
  sort: ({ groups }) => groups.length,
  cell: ({ groups }) => <GroupNames groups={groups} />,
}

export const LAST_CALL: Column<Principal> = {
  id: 'used',
  head: 'Last call',
  align: 'right',
  sort: ({ lastUsedAt }) => lastUsedAt,
  cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} />,
}
