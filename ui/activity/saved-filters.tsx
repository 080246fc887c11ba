/** Filters with a name: one's own and those that are shared; saving, renaming, sharing, forgetting. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, useAct } from '../api/queries.ts'
import type { Item } from '../api/endpoints.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { useForm } from '../parts/form-state.ts'
import { Input } from '../parts/input.tsx'
import { Menu } from '../parts/menu.tsx'
import { ofSaved, sameFilter, savedOf, type Filter } from './filter.ts'

type Saved = Item<'GET /api/v1/saved-filters'>

interface SavedProps {
  readonly filter: Filter
  readonly onApply: (filter: Filter) => void
}

export function SavedFilters({ filter, onApply }: SavedProps) {
  const { data } = useQuery(ask('GET /api/v1/saved-filters'))
  const [dialog, setDialog] = useState<'save' | 'manage'>()
  const items = data?.items ?? []
  const current = items.find((one) => sameFilter(ofSaved(one.filter), filter))
  const something = Object.keys(filter).length > 0
  return (
    <>
      <Menu
        trigger={
          <Button className="max-w-52">
            <span className="truncate">{current?.name ?? 'Saved filters'}</span>
          </Button>
        }
        head={
          items.length === 0 ? (
            <p className="max-w-56 py-1 text-[0.8125rem] text-faint">
              Set some filters and save them here, for yourself or for everybody who reads the
              audit.
            </p>
          ) : undefined
        }
        items={[
          ...items.map((one) => ({
            label: (
              <span className="flex min-w-0 grow items-center gap-3">
                <span className="grow truncate">{one.name}</span>
                {one.shared && <Badge>shared</Badge>}
              </span>
            ),
            icon: one === current ? ('check' as const) : ('filter' as const),
            onSelect: () => onApply(ofSaved(one.filter)),
          })),
          ...(items.length > 0 ? (['line'] as const) : []),
          {
            label: 'Save these filters…',
            icon: 'plus',
            disabled: !something || current !== undefined,
            onSelect: () => setDialog('save'),
          },
          ...(items.some(({ mine }) => mine)
            ? [{ label: 'Manage…', icon: 'pencil' as const, onSelect: () => setDialog('manage') }]
            : []),
        ]}
      />
      {dialog === 'save' && <SaveDialog filter={filter} onClose={() => setDialog(undefined)} />}
      {dialog === 'manage' && (
        <ManageDialog
          items={items.filter(({ mine }) => mine)}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  )
}

function SaveDialog({ filter, onClose }: { filter: Filter; onClose: () => void }) {
  const create = useAct('POST /api/v1/saved-filters', { quiet: true, done: 'Saved' })
  const form = useForm({
    initial: { name: '', shared: false },
    submit: async (values) => {
      await create.mutateAsync({ body: { ...values, filter: savedOf(filter) } })
      onClose()
    },
  })
  return (
    <Dialog open onClose={onClose} title="Save these filters">
      <Form form={form} action="Save" unguarded aside={<Button onClick={onClose}>Cancel</Button>}>
        <Field label="Name" {...form.field('name')}>
          <Input
            {...form.input('name')}
            placeholder="Refused writes of this week"
            maxLength={100}
          />
        </Field>
        <Checkbox
          checked={form.values.shared}
          onChange={(shared) => form.set('shared', shared)}
          label="Share it"
          hint="Everybody who may read the audit sees it; only you and admins change it."
        />
      </Form>
    </Dialog>
  )
}

function ManageDialog({ items, onClose }: { items: readonly Saved[]; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="Saved filters"
      text="Those that you may change."
      actions={<Button onClick={onClose}>Done</Button>}
    >
      {items.length === 0 ? (
        <p className="text-faint">There are none left.</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {items.map((one) => (
            <Managed key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Managed({ one }: { one: Saved }) {
  const update = useAct('PATCH /api/v1/saved-filters/{filter}', { done: 'Saved' })
  const remove = useAct('DELETE /api/v1/saved-filters/{filter}', { done: `Forgot “${one.name}”` })
  const renaming = useAct('PATCH /api/v1/saved-filters/{filter}', { done: 'Saved', quiet: true })
  const [name, setName] = useState(one.name)
  const params = { filter: one.id }
  const rename = (): void => {
    if (name.trim() !== '' && name.trim() !== one.name)
      renaming.mutate({ params, body: { name: name.trim() } })
  }
  const { error } = renaming
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line pb-3 last:border-0">
      <Field
        label={`Name of ${one.name}`}
        hideLabel
        className="min-w-40 grow"
        error={error ? (error.fields[0]?.message ?? error.message) : undefined}
      >
        <Input
          value={name}
          onChange={(text) => {
            setName(text)
            renaming.reset()
          }}
          maxLength={100}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && rename()}
        />
      </Field>
      <Checkbox
        checked={one.shared}
        onChange={(shared) => update.mutate({ params, body: { shared } })}
        label="Shared"
      />
      <IconButton
        icon="trash"
        label={`Forget ${one.name}`}
        pending={remove.isPending}
        onClick={() => remove.mutate({ params })}
      />
    </li>
  )
}
