/** All members: role, groups, how they sign in, when they were last seen at a door. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Item } from '../api/endpoints.ts'
import { ask } from '../api/queries.ts'
import { useSession } from '../api/session.ts'
import { Badge } from '../parts/badge.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import type { Column } from '../parts/table.tsx'
import { GROUPS, LAST_CALL, PeopleTable, PersonLink } from './people-table.tsx'
import { ROLES } from './roles.ts'
import { useWaysIn, waysWords, type WaysIn } from './ways-in.ts'

type Member = Item<'GET /api/v1/members'>

export function MembersTab() {
  const { data } = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const waysIn = useWaysIn()
  const { person } = useSession()
  const columns = useMemo(() => columnsWith(waysIn, person.id), [waysIn, person.id])
  return (
    <PeopleTable
      label="Members"
      columns={columns}
      rows={data?.items}
      find={FIND}
      empty={
        <EmptyState drawing="group" title="No members">
          People who sign in here and use HubSpot through their AI.
        </EmptyState>
      }
    />
  )
}

const FIND = {
  label: 'Find a member',
  words: ({ email, role }: Member) => [email, ROLES[role].title],
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
          <PersonLink id={id} name={name} />
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
  GROUPS,
  {
    id: 'sign-in',
    head: 'Signs in by',
    sort: ({ id }) => waysIn && waysWords(waysIn(id)),
    cell: ({ id }) => <Ways ways={waysIn?.(id)} />,
  },
  LAST_CALL,
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
