/** All groups: who is in each, and what they may use. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { CreateGroup } from '../groups/create-group.tsx'
import { glanceEnd, glancesOf, glanceWords, type Glance } from '../groups/glance.ts'
import type { GroupView } from '../groups/matrix.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Page } from '../parts/page.tsx'
import { Table, type Column } from '../parts/table.tsx'

export default function GroupsPage() {
  const { data } = useQuery({ ...ask('GET /api/v1/groups'), throwOnError: true })
  const mayChange = useMay('change')
  const navigate = useNavigate()
  const [making, setMaking] = useState(false)
  const create = (look: 'primary') => (
    <Button look={look} icon="plus" onClick={() => setMaking(true)}>
      New group
    </Button>
  )
  return (
    <Page
      title="Groups"
      text="People and programs that may do the same. Access comes through groups alone."
      actions={mayChange && (data?.items.length ?? 0) > 0 ? create('primary') : undefined}
    >
      <Card flush>
        <Table
          label="Groups"
          columns={COLUMNS}
          rows={data?.items}
          rowId={({ id }) => id}
          sortedBy={{ id: 'title' }}
          find={FIND}
          onOpen={({ name }) =>
            void navigate({ to: '/groups/$name', params: { name } }).catch(() => undefined)
          }
          empty={
            <EmptyState
              drawing="group"
              title="No groups yet"
              actions={mayChange ? create('primary') : undefined}
            >
              A group bundles people and programs with exact scopes on each connection. Start with
              one team, give it reading, and add writing where it is wanted.
            </EmptyState>
          }
        />
      </Card>
      {making && <CreateGroup onClose={() => setMaking(false)} />}
    </Page>
  )
}

const FIND = {
  label: 'Find a group',
  text: ({ name, title, description }: GroupView) => `${title} ${name} ${description}`,
}

const COLUMNS: readonly Column<GroupView>[] = [
  {
    id: 'title',
    head: 'Group',
    card: 'title',
    sort: ({ title }) => title,
    cell: ({ name, title, description }) => (
      <span className="block max-w-96">
        <Link to="/groups/$name" params={{ name }} className={`${LINK} font-medium`}>
          {title}
        </Link>
        {description !== '' && (
          <span className="block truncate text-[0.8125rem] font-normal text-faint">
            {description}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'members',
    head: 'Members',
    sort: ({ members }) => members.length,
    cell: ({ members }) => <Members members={members} />,
  },
  {
    id: 'access',
    head: 'May use',
    sort: ({ grants }) => grants.length,
    cell: (group) => <Access group={group} />,
  },
]

function Members({ members }: Pick<GroupView, 'members'>) {
  if (members.length === 0) return <span className="text-faint">nobody</span>
  const people = members.filter(({ kind }) => kind === 'member').length
  const programs = members.length - people
  return (
    <span className="whitespace-nowrap" title={members.map(({ name }) => name).join(', ')}>
      {[
        people > 0 && `${people} ${people === 1 ? 'person' : 'people'}`,
        programs > 0 && `${programs} ${programs === 1 ? 'program' : 'programs'}`,
      ]
        .filter(Boolean)
        .join(', ')}
    </span>
  )
}

const SHOWN = 3

function Access({ group }: { group: GroupView }) {
  const glances = glancesOf(group)
  if (glances.length === 0) return <span className="text-faint">nothing yet</span>
  return (
    <ul className="flex flex-col gap-1">
      {glances.slice(0, SHOWN).map((glance) => (
        <li key={glance.connection.id} className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <span className="font-mono text-[0.8125rem]">{glance.connection.name}</span>
          <span className="text-soft">{glanceWords(glance)}</span>
          <End glance={glance} />
        </li>
      ))}
      {glances.length > SHOWN && (
        <li className="text-faint">and {glances.length - SHOWN} more connections</li>
      )}
    </ul>
  )
}

function End({ glance }: { glance: Glance }) {
  const words = glanceEnd(glance)
  return words === null ? null : <Badge tone="warn">{words}</Badge>
}
