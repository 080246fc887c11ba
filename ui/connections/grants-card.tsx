/** Who may use a connection: the groups with grants on it, and what each may do. */
import { Link } from '@tanstack/react-router'
import { useMay } from '../api/session.ts'
import { untilWords } from '../groups/ends.ts'
import { Badge } from '../parts/badge.tsx'
import { ButtonLink, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import type { Grant, Group } from './types.ts'
import { many } from './words.ts'

interface Row {
  readonly grant: Grant
  readonly group: Group | undefined
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'group',
    head: 'Group',
    card: 'title',
    sort: ({ grant, group }) => group?.title ?? grant.group.name,
    cell: ({ grant, group }) => (
      <Link to="/groups/$name" params={{ name: grant.group.name }} className={LINK}>
        {group?.title ?? grant.group.name}
      </Link>
    ),
  },
  {
    id: 'members',
    head: 'Members',
    sort: ({ group }) => group?.members.length,
    cell: ({ group }) => group && many(group.members.length, 'member'),
  },
  {
    id: 'scopes',
    head: 'May do',
    cell: ({ grant }) => (
      <span className="flex max-w-xl flex-wrap gap-1">
        {grant.scopes.map((scope) => (
          <Badge key={scope} mono tone={scope.endsWith(':read') ? 'plain' : 'accent'}>
            {scope}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'until',
    head: 'How long',
    sort: ({ grant }) => grant.expiresAt ?? '9999',
    cell: ({ grant: { state, expiresAt } }) =>
      state === 'ended' ? (
        <Badge tone="warn">ended</Badge>
      ) : expiresAt === null ? (
        <span className="text-faint">no end</span>
      ) : (
        <time dateTime={expiresAt} className="whitespace-nowrap">
          {untilWords(expiresAt)}
        </time>
      ),
  },
]

export default function GrantsCard({
  grants,
  groups,
}: {
  grants: readonly Grant[] | undefined
  groups: readonly Group[] | undefined
}) {
  const mayChange = useMay('change')
  const rows =
    grants && groups
      ? grants.map((grant) => ({ grant, group: groups.find(({ id }) => id === grant.group.id) }))
      : undefined
  return (
    <Card
      flush
      title="Groups that may use it"
      text="Everybody else is refused. A group’s page changes what it may do, with a preview."
    >
      <Table
        label="Grants on this connection"
        columns={COLUMNS}
        rows={rows}
        rowId={({ grant }) => grant.id}
        sortedBy={{ id: 'group' }}
        empty={
          <EmptyState
            drawing="gate"
            title="Nobody may use this portal yet"
            actions={
              mayChange && (
                <ButtonLink to="/groups" look="primary">
                  Go to the groups
                </ButtonLink>
              )
            }
          >
            Connecting grants nothing to anybody. Open a group, choose what it may do here, and its
            members and their AI can use it a second later.
          </EmptyState>
        }
      />
    </Card>
  )
}
