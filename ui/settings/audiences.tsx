/** Who gets what unless they choose otherwise: by role. */
import { useQuery } from '@tanstack/react-query'
import type { Item } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'
import { SEVERITIES } from '../notices/words.ts'
import { Badge } from '../parts/badge.tsx'
import { Card } from '../parts/card.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { ROLE_NAMES } from '../shell/account-menu.tsx'

type Kind = Item<'GET /api/v1/notice-choices'>

const BY_SEVERITY = { urgent: 'immediately', attention: 'hourly', info: 'daily' } as const

const COLUMNS: readonly Column<Kind>[] = [
  {
    id: 'title',
    head: 'Notice',
    card: 'title',
    sort: ({ title }) => title,
    cell: ({ title, kind }) => (
      <>
        <span className="block font-medium">{title}</span>
        <code className="text-xs text-faint">{kind}</code>
      </>
    ),
  },
  {
    id: 'severity',
    head: 'Matters',
    cell: ({ severity }) => (
      <Badge tone={SEVERITIES[severity].tone}>{SEVERITIES[severity].word}</Badge>
    ),
  },
  {
    id: 'audience',
    head: 'Goes to',
    cell: ({ audience }) =>
      audience.map((role) => ROLE_NAMES[role] ?? role).join(', ') || 'Who asked',
  },
  { id: 'email', head: 'By e-mail', cell: ({ severity }) => BY_SEVERITY[severity] },
]

export function Audiences() {
  const { data } = useQuery({ ...ask('GET /api/v1/notice-choices'), throwOnError: true })
  return (
    <Card
      flush
      title="Who gets what"
      text="In the app at once; by e-mail as here. Everybody changes their own under “My account”."
    >
      <Table
        label="Kinds of notices"
        columns={COLUMNS}
        rows={data?.items}
        rowId={({ kind }) => kind}
      />
    </Card>
  )
}
