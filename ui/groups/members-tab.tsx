/** Who is in the group: add by search, take out after seeing what they lose. */
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button, LINK } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Combobox } from '../parts/combobox.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Field } from '../parts/field.tsx'
import { Icon } from '../parts/icon.tsx'
import { Table, type Column } from '../parts/table.tsx'
import type { GroupView } from './matrix.ts'
import { usePrincipals } from './principals.ts'
import { RemoveFromGroup } from './remove-from-group.tsx'

type Member = GroupView['members'][number]

export function MembersTab({ group }: { group: GroupView }) {
  const mayChange = useMay('change')
  const [leaving, setLeaving] = useState<Member>()
  const columns = useMemo(
    (): readonly Column<Member>[] => (mayChange ? [...COLUMNS, removal(setLeaving)] : COLUMNS),
    [mayChange],
  )
  return (
    <div className="flex flex-col gap-4">
      {mayChange && <AddMember group={group} />}
      <Card flush>
        <Table
          label={`Members of ${group.title}`}
          columns={columns}
          rows={group.members}
          rowId={({ id }) => id}
          sortedBy={{ id: 'name' }}
          find={FIND}
          empty={
            <EmptyState drawing="group" title="Nobody is in this group yet">
              Whoever is added can use its grants within a second, in every AI client and program
              they use.
            </EmptyState>
          }
        />
      </Card>
      {leaving && (
        <RemoveFromGroup group={group} member={leaving} onClose={() => setLeaving(undefined)} />
      )}
    </div>
  )
}

const FIND = {
  label: 'Find among the members',
  text: ({ name, email }: Member) => `${name} ${email ?? 'service account'}`,
}

const COLUMNS: readonly Column<Member>[] = [
  {
    id: 'name',
    head: 'Name',
    card: 'title',
    sort: ({ name }) => name,
    cell: ({ id, name, kind }) => (
      <span className="inline-flex items-center gap-2.5">
        <Icon name={kind === 'member' ? 'person' : 'robot'} size={16} className="text-faint" />
        <Link to="/people/$id" params={{ id }} className={LINK}>
          {name}
        </Link>
      </span>
    ),
  },
  {
    id: 'email',
    head: 'Address',
    sort: ({ email }) => email,
    cell: ({ email }) => email ?? <span className="text-faint">service account</span>,
  },
]

const removal = (onRemove: (member: Member) => void): Column<Member> => ({
  id: 'remove',
  head: 'Actions',
  align: 'right',
  card: 'bare',
  width: 'w-32',
  cell: (member) => (
    <Button size="small" look="quiet" onClick={() => onRemove(member)}>
      Remove<span className="sr-only"> {member.name}</span>
    </Button>
  ),
})

function AddMember({ group }: { group: GroupView }) {
  const principals = usePrincipals()
  const add = useAct('PUT /api/v1/groups/{group}/members/{principal}', {
    changes: ['principals', 'members', 'service-accounts', 'me'],
    done: `Added to ${group.title}`,
  })
  const inside = new Set(group.members.map(({ id }) => id))
  return (
    <Field label="Add somebody" className="max-w-md" hint="Type a name or an address.">
      <Combobox
        value={undefined}
        onChange={(principal) => {
          if (principal) add.mutate({ params: { group: group.id, principal } })
        }}
        disabled={principals === undefined}
        placeholder="Name, address or service account"
        options={(principals ?? []).filter(({ value }) => !inside.has(value))}
        none="Nobody fits who is not a member yet."
      />
    </Field>
  )
}
