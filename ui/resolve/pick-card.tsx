/** Lists of a portal to pick an id from: scheduling pages, pipelines with stages, objects, forms, lists. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/api.ts'
import type { Item } from '../api/endpoints.ts'
import { refusalOf } from '../api/refusal.ts'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Field } from '../parts/field.tsx'
import { Select } from '../parts/input.tsx'
import { Table, type Column } from '../parts/table.tsx'

const PICK = 'POST /api/v1/connections/{connection}/ids'
type Pick = Item<typeof PICK>

const LISTS = [
  { value: 'meetings', label: 'Scheduling pages', none: 'No scheduling page' },
  { value: 'pipelines', label: 'Pipelines and stages', none: 'No pipeline' },
  { value: 'objects', label: 'Custom objects', none: 'No custom object' },
  { value: 'forms', label: 'Forms', none: 'No form' },
  { value: 'lists', label: 'Lists', none: 'No list' },
] as const
export type ListName = (typeof LISTS)[number]['value']

export function PickCard({ connection }: { connection: string }) {
  const [list, setList] = useState<ListName>('meetings')
  const { data, error } = useQuery({
    queryKey: ['ids', connection, list],
    queryFn: () => api(PICK, { params: { connection }, body: { list } }),
    retry: false,
  })
  const of = LISTS.find(({ value }) => value === list)!
  return (
    <Card flush title="Ids to pick" text="What the portal has, read from HubSpot now.">
      <div className="border-b border-line px-4 py-3 sm:px-5">
        <Field label="What" hint={data?.idIs} className="max-w-sm">
          <Select value={list} onChange={(value) => setList(value as ListName)} options={LISTS} />
        </Field>
      </div>
      {error && (
        <div className="p-4 sm:px-5">
          <Callout tone="bad" title="They could not be read">
            {refusalOf(error).message}
          </Callout>
        </div>
      )}
      {data && data.notices.length > 0 && (
        <div className="p-4 sm:px-5">
          <Callout tone="warn" title="Not all could be read">
            {data.notices.join(' ')}
            {data.missingScopes.length > 0 && (
              <>
                {' '}
                Switch on in HubSpot: <code>{data.missingScopes.join(', ')}</code>
              </>
            )}
          </Callout>
        </div>
      )}
      {!error && (
        <Table
          label={of.label}
          columns={COLUMNS}
          rows={data?.items}
          rowId={({ id, of: type }) => `${type ?? ''} ${id}`}
          find={{ label: `Find among ${of.label.toLowerCase()}`, text: textOf }}
          empty={
            data?.complete === false ? null : (
              <EmptyState drawing="search" title={`${of.none} in this portal`}>
                What is made in HubSpot is here when you look again.
              </EmptyState>
            )
          }
        />
      )}
      {data?.complete === false && data.notices.length === 0 && (
        <p className="border-t border-line px-5 py-3 text-[0.8125rem] text-faint">
          HubSpot has more; these are the first.
        </p>
      )}
    </Card>
  )
}

const textOf = ({ id, name, of, facts, parts }: Pick): string =>
  [
    id,
    name,
    of,
    ...facts.map(({ value }) => value),
    ...parts.flatMap((part) => [part.id, part.name]),
  ].join(' ')

const COLUMNS: readonly Column<Pick>[] = [
  {
    id: 'name',
    head: 'Name',
    card: 'title',
    sort: ({ name }) => name,
    cell: ({ name, of, facts }) => (
      <>
        <span className="font-medium">{name}</span>
        <span className="block text-[0.8125rem] break-words text-faint">
          {[of?.replaceAll('_', ' '), ...facts.map(({ name: key, value }) => `${key} ${value}`)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </>
    ),
  },
  {
    id: 'id',
    head: 'Id',
    sort: ({ id }) => id,
    cell: ({ id, name, parts }) => (
      <>
        <Copied id={id} of={name} />
        {parts.length > 0 && (
          <ul
            aria-label={`Stages of ${name}`}
            className="mt-1.5 flex flex-col gap-0.5 border-l border-line pl-3"
          >
            {parts.map((part) => (
              <li key={part.id} className="flex flex-wrap items-center gap-x-2">
                <span>{part.name}</span>
                {part.note && <span className="text-xs text-faint">{part.note}</span>}
                <Copied id={part.id} of={part.name} />
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  },
]

const Copied = ({ id, of }: { id: string; of: string }) => (
  <span className="inline-flex max-w-full items-center gap-1">
    <code className="min-w-0 text-[0.8125rem] break-all">{id}</code>
    <CopyButton text={id} what={`Copy the id of ${of}`} />
  </span>
)
