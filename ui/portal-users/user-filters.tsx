/** What is looked for among the users: search, the other filters, a chip for each that is set. */
import type { ReactNode } from 'react'
import { Field } from '../parts/field.tsx'
import { FilterChips } from '../parts/filter-chips.tsx'
import { FilterPopover } from '../parts/filter-popover.tsx'
import { Select } from '../parts/input.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import {
  CHOICES,
  chipsOf,
  FILTER_LABELS,
  FILTER_NAMES,
  type Choice,
  type Filter,
  type FilterName,
} from './filter.ts'
import type { Users } from './types.ts'

interface Props {
  readonly known: Pick<Users, 'teams' | 'permissionSets'>
  readonly filter: Filter
  /** An empty text takes the filter away. */
  readonly onSet: (values: Filter) => void
  /** Beside them: what is done with whoever fits. */
  readonly children: ReactNode
}

export function UserFilters({ known, filter, onSet, children }: Props) {
  const chips = chipsOf(filter, known)
  const choice = (name: FilterName, any: string, options: readonly Choice[]) => (
    <Field label={FILTER_LABELS[name]}>
      <Select
        value={filter[name] ?? ''}
        onChange={(value) => onSet({ [name]: value })}
        options={[{ value: '', label: any }, ...withChosen(options, filter[name])]}
      />
    </Field>
  )
  return (
    <div className="flex flex-col gap-2.5 border-b border-line p-2.5 sm:p-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          value={filter.q ?? ''}
          placeholder="Search name or address…"
          onSearch={(q) => onSet({ q })}
        />
        <FilterPopover count={chips.length}>
          {choice('presence', 'Whoever is known', CHOICES.presence)}
          {choice('alert', 'With alerts or without', CHOICES.alert)}
          {choice('admins', 'Super admins or not', CHOICES.admins)}
          {choice('team', 'Any team', known.teams.map(choiceOf))}
          {choice('set', 'Any permission set', known.permissionSets.map(choiceOf))}
        </FilterPopover>
        {children}
      </div>
      <FilterChips
        chips={chips.map(({ name, label, value }) => ({
          label,
          value,
          onRemove: () => onSet({ [name]: '' }),
        }))}
        onClear={() => onSet(Object.fromEntries(FILTER_NAMES.map((name) => [name, ''])))}
      />
    </div>
  )
}

const choiceOf = ({ id, name }: Users['teams'][number]): Choice => ({ value: id, label: name })

/** A team that is gone, or an address that was written by hand, stays selectable. */
const withChosen = (options: readonly Choice[], value: string | undefined): readonly Choice[] =>
  value === undefined || options.some((one) => one.value === value)
    ? options
    : [...options, { value, label: value }]
