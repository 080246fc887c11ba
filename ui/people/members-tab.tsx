/** All members: role, groups, how they sign in, when they were last seen at a door. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { RelativeTime } from '../parts/time.tsx'
import { GroupNames } from './group-names.tsx'
import { ROLES } from './roles.ts'
import { useWaysIn, waysWords, type WaysIn } from './ways-in.ts'

type Member = Item<'GET /api/v1/members'>

export function MembersTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const waysIn = useWaysIn()
  const { person } = useSession()
  const navigate = useNavigate()
  const columns = useMemo(() => columnsWith(waysIn, person.id), [waysIn, person.id])
  return (
    <Card flush>
      <Table
        label="Members"
        columns={columns}
        rows={data?.items}
        rowId={({ id }) => id}
        sortedBy={{ id: 'name' }}
        find={FIND}
        onOpen={({ id }) =>
          void navigate({ to: '/people/$id', params: { id } }).catch(() => undefined)
        }
        empty={
          <EmptyState drawing="group" title="No members">
            People who sign in here and use HubSpot through their AI.
          </EmptyState>
        }
      />
    </Card>
  )
}

/** By a group's name, too: who is in it. */
const FIND = {
  label: 'Find a member',
  text: ({ name, email, role, groups }: Member) =>
    [name, email, ROLES[role].title, ...groups.map((group) => group.name)].join(' '),
}

const columnsWith = (
  waysIn: ((id: string) => WaysIn) | undefined,
  ownId: string,
): readonly Column<Member>[] => [
  {
    id: 'name',
    head: 'Name',
    card: 'title',
    sort: ({ name }) => name,
    cell: ({ id, name, email }) => (
      <span className="block min-w-0">
        <span className="flex items-center gap-2">
          <Link to="/people/$id" params={{ id }} className={`${LINK} font-medium`}>
            {name}
          </Link>
          {id === ownId && <Badge tone="accent">you</Badge>}
        </span>
        <span className="block truncate text-[0.8125rem] font-normal text-faint">{email}</span>
      </span>
    ),
  },
  {
    id: 'role',
    head: 'Role',
    sort: ({ role }) => ROLES[role].title,
    cell: ({ role }) =>
      role === 'member' ? (
        <span className="text-soft">Member</span>
      ) : (
        <Badge tone={role === 'admin' ? 'accent' : 'plain'}>{ROLES[role].title}</Badge>
      ),
  },
  {
    id: 'groups',
    head: 'Groups',
    sort: ({ groups }) => groups.length,
    cell: ({ groups }) => <GroupNames groups={groups} />,
  },
  {
    id: 'sign-in',
    head: 'Signs in by',
    sort: ({ id }) => waysIn && waysWords(waysIn(id)),
    cell: ({ id }) => <Ways ways={waysIn?.(id)} />,
  },
  {
    id: 'used',
    head: 'Last call',
    align: 'right',
    sort: ({ lastUsedAt }) => lastUsedAt,
    cell: ({ lastUsedAt }) => <RelativeTime at={lastUsedAt} />,
  },
]

function Ways({ ways }: { ways: WaysIn | undefined }) {
  if (!ways) return <span className="text-faint">…</span>
  const words = waysWords(ways)
  if (words !== '') return <>{words}</>
  return ways.invitedUntil === undefined ? (
    <span className="text-faint">not yet invited</span>
  ) : (
    <Badge tone="warn">invited</Badge>
  )
}
