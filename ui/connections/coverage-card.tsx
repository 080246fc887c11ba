/**
 * Which Hubward scopes the credential can serve: held, partly, missing, and how to mend each. What
 * is granted but not held comes first, since somebody is refused because of it.
 */
import { useMemo, useState } from 'react'
import { Badge } from '../parts/badge.tsx'
import { Callout } from '../parts/callout.tsx'
import { Card } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Input, Select } from '../parts/input.tsx'
import { Field } from '../parts/field.tsx'
import { Table, type Column } from '../parts/table.tsx'
import { COVERAGE_COLUMNS } from './coverage-columns.tsx'
import type { CoverageRow, Grant } from './types.ts'
import { many } from './words.ts'

interface Row extends CoverageRow {
  /** Names of the groups that are granted it. */
  readonly groups: readonly string[]
}

const COLUMNS: readonly Column<Row>[] = [
  ...COVERAGE_COLUMNS,
  {
    id: 'groups',
    head: 'Granted to',
    sort: ({ groups }) => -groups.length,
    cell: ({ groups }) =>
      groups.length === 0 ? (
        <span className="text-faint">nobody</span>
      ) : (
        <span className="flex flex-wrap gap-1">
          {groups.map((name) => (
            <Badge key={name}>{name}</Badge>
          ))}
        </span>
      ),
  },
]

const FILTERS = [
  { value: 'usual', label: 'Usual scopes' },
  { value: 'all', label: 'Other objects as well' },
  { value: 'granted', label: 'Granted to somebody' },
  { value: 'missing', label: 'Missing' },
  { value: 'partly', label: 'Partly held' },
  { value: 'held', label: 'Held' },
]

const FITS: Readonly<Record<string, (row: Row) => boolean>> = {
  usual: ({ scope, groups }) => !scope.startsWith('objects.') || groups.length > 0,
  all: () => true,
  granted: ({ groups }) => groups.length > 0,
  missing: ({ state }) => state === 'missing',
  partly: ({ state }) => state === 'partly',
  held: ({ state }) => state === 'held',
}

export default function CoverageCard({
  coverage,
  grants,
}: {
  coverage: readonly CoverageRow[]
  grants: readonly Grant[]
}) {
  const [text, setText] = useState('')
  const [filter, setFilter] = useState('usual')
  const rows = useMemo(() => withGroups(coverage, grants), [coverage, grants])
  const words = text.trim().toLowerCase()
  const shown = rows.filter(
    (row) =>
      // Who searches means all there is.
      ((filter === 'usual' && words !== '') || FITS[filter]?.(row) === true) &&
      `${row.scope} ${row.description} ${row.needed.join(' ')}`.toLowerCase().includes(words),
  )
  const refused = rows.filter(({ state, groups }) => state === 'missing' && groups.length > 0)
  const held = rows.filter(({ state }) => state !== 'missing').length
  return (
    <div className="flex flex-col gap-4">
      {refused.length > 0 && (
        <Callout
          tone="warn"
          title={`${many(refused.length, 'granted scope')} cannot be served`}
          actions={
            <CopyButton
              text={[...new Set(refused.flatMap(({ missing }) => missing))].join('\n')}
              label="Copy what to add in HubSpot"
            />
          }
        >
          Groups were granted {refused.map(({ scope }) => scope).join(', ')}, but the credential
          does not hold what HubSpot wants for it. Their calls are refused until it does. Add the
          HubSpot scopes, then check again.
        </Callout>
      )}
      <Card
        flush
        title="Scopes"
        text={`The credential can serve ${held} of ${rows.length}. It opens nothing by itself: groups get what they are granted.`}
      >
        <div className="flex flex-wrap gap-3 border-b border-line px-4 py-3 sm:px-5">
          <Field label="Find a scope" hideLabel className="grow basis-52">
            <Input
              icon="search"
              type="search"
              placeholder="Find a scope, in Hubward’s or HubSpot’s words"
              value={text}
              onChange={setText}
            />
          </Field>
          <Field label="Which scopes" hideLabel className="basis-44">
            <Select value={filter} onChange={setFilter} options={FILTERS} />
          </Field>
        </div>
        <Table
          label="Scopes and what the credential holds for them"
          columns={COLUMNS}
          rows={shown}
          rowId={({ scope }) => scope}
          empty={<p className="px-5 py-10 text-center text-faint">No scope fits.</p>}
        />
      </Card>
    </div>
  )
}

function withGroups(coverage: readonly CoverageRow[], grants: readonly Grant[]): Row[] {
  const live = grants.filter(({ state }) => state === 'live')
  const rows = coverage.map((row) => ({
    ...row,
    groups: [
      ...new Set(
        live.filter(({ scopes }) => scopes.includes(row.scope)).map(({ group }) => group.title),
      ),
    ].toSorted(),
  }))
  const urgent = ({ groups, state }: Row): number =>
    groups.length > 0 && state === 'missing' ? 0 : 1
  return rows.toSorted((a, b) => urgent(a) - urgent(b))
}
