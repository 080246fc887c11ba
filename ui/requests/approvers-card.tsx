/** Who may answer the requests of each portal, besides the roles that approve. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, unlessGone, useAct } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Combobox } from '../parts/combobox.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { useForm } from '../parts/form-state.ts'
import { Form } from '../parts/form.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { personOptions } from '../people/person-options.ts'
import type { Offer } from './types.ts'

interface Named {
  readonly principalId: string
  readonly groupId: string | null
}

export const ApproversCards = ({ offers }: { offers: readonly Offer[] }) =>
  offers.map(({ connection }) => <Approvers key={connection.id} connection={connection} />)

function Approvers({ connection }: Pick<Offer, 'connection'>) {
  const mayChange = useMay('change')
  const [adding, setAdding] = useState(false)
  const { data } = useQuery({
    ...ask('GET /api/v1/connections/{connection}/people/approvers', {
      params: { connection: connection.name },
    }),
    throwOnError: unlessGone,
  })
  const names = useNames()
  const save = useAct('PUT /api/v1/connections/{connection}/people/approvers', {
    changes: ['access-requests', 'audit'],
    done: 'Kept',
  })
  const set = (approvers: readonly Named[]) =>
    save.mutateAsync({
      params: { connection: connection.name },
      body: {
        approvers: approvers.map(({ principalId, groupId }) => ({
          person: principalId,
          ...(groupId !== null && { group: groupId }),
        })),
      },
    })
  const items = data?.items ?? []
  const columns = columnsOf(names, (one) =>
    set(items.filter((other) => other !== one)).catch(() => undefined),
  )
  return (
    <Card
      title={`Who answers for ${connection.title}`}
      text="Approvers and admins always may. Named beside them:"
      actions={
        mayChange && (
          <Button size="small" icon="plus" onClick={() => setAdding(true)}>
            Name somebody
          </Button>
        )
      }
      flush
    >
      <Table
        label={`Who answers for ${connection.title}`}
        columns={columns}
        rows={data?.items}
        rowId={({ principalId, groupId }) => `${principalId} ${groupId ?? ''}`}
        empty={<p className="px-5 py-4 text-faint">Nobody is named.</p>}
      />
      {adding && (
        <Dialog
          open
          onClose={() => setAdding(false)}
          title={`Name an approver for ${connection.title}`}
        >
          <NameSomebody
            {...names}
            onClose={() => setAdding(false)}
            onAdd={async (added) => {
              await set([
                ...items.filter(
                  (one) => one.principalId !== added.principalId || one.groupId !== added.groupId,
                ),
                added,
              ])
              setAdding(false)
            }}
          />
        </Dialog>
      )}
    </Card>
  )
}

const columnsOf = (
  { people, groups }: ReturnType<typeof useNames>,
  onEnd: (one: Named) => unknown,
): readonly Column<Named>[] => [
  {
    id: 'who',
    head: 'Who',
    card: 'title',
    cell: ({ principalId }) => people.get(principalId)?.name ?? principalId,
  },
  {
    id: 'for',
    head: 'For requests of',
    cell: ({ groupId }) => (groupId === null ? 'everybody' : (groups.get(groupId) ?? groupId)),
  },
  {
    id: 'end',
    head: '',
    align: 'right',
    cell: (one) => <TakeOut name={people.get(one.principalId)?.name} onClick={() => onEnd(one)} />,
  },
]

function TakeOut({
  name = 'this one',
  onClick,
}: {
  name?: string | undefined
  onClick: () => void
}) {
  const mayChange = useMay('change')
  if (!mayChange) return null
  return <IconButton size="small" icon="trash" label={`Take ${name} out`} onClick={onClick} />
}

function NameSomebody({
  people,
  groups,
  onAdd,
  onClose,
}: ReturnType<typeof useNames> & { onAdd: (one: Named) => Promise<void>; onClose: () => void }) {
  const form = useForm({
    initial: { person: '', group: '' },
    check: ({ person }) => (person === '' ? { person: 'Choose who.' } : {}),
    submit: ({ person, group }) =>
      onAdd({ principalId: person, groupId: group === '' ? null : group }),
  })
  return (
    <Form
      form={form}
      action="Name them"
      unguarded
      aside={<Button onClick={onClose}>Cancel</Button>}
    >
      <Field label="Who" {...form.field('person')}>
        <Combobox
          {...form.input('person')}
          placeholder="Name or address"
          options={personOptions([...people.values()])}
        />
      </Field>
      <Field
        label="For requests of the members of"
        optional
        hint="For everybody unless told."
        {...form.field('group')}
      >
        <Combobox
          {...form.input('group')}
          placeholder="A group"
          options={[...groups].map(([value, label]) => ({ value, label }))}
        />
      </Field>
    </Form>
  )
}

/** By id. */
function useNames() {
  const { data: members } = useQuery({ ...ask('GET /api/v1/members'), throwOnError: true })
  const { data: groups } = useQuery({ ...ask('GET /api/v1/groups'), throwOnError: true })
  return {
    people: new Map((members?.items ?? []).map((one) => [one.id, one])),
    groups: new Map((groups?.items ?? []).map(({ id, title }) => [id, title])),
  }
}
