/** Every filter at once, behind one button; each acts when it is changed. */
import { useState } from 'react'
import { Combobox } from '../parts/combobox.tsx'
import { Field } from '../parts/field.tsx'
import { FilterPopover } from '../parts/filter-popover.tsx'
import { Input, Select } from '../parts/input.tsx'
import { CHOICES, FILTER_LABELS, type Choice, type Filter, type FilterName } from './filter.ts'
import type { Names } from './names.ts'
import { fromLocal, presetOf, toLocal } from './range.ts'

interface PanelProps {
  readonly filter: Filter
  readonly names: Names
  /** An empty text takes the filter away. */
  readonly onSet: (values: Filter) => void
  readonly count: number
}

export function FilterPanel({ filter, names, onSet, count }: PanelProps) {
  const choice = (name: FilterName, any: string, options: readonly Choice[]) => (
    <Field label={FILTER_LABELS[name]}>
      <Select
        value={filter[name] ?? ''}
        onChange={(value) => onSet({ [name]: value })}
        options={[{ value: '', label: any }, ...known(options, filter[name])]}
      />
    </Field>
  )
  return (
    <FilterPopover count={count}>
      <Field label={FILTER_LABELS.person} className="sm:col-span-2">
        <Combobox
          value={filter.person}
          onChange={(value) => onSet({ person: value })}
          options={known(names.people, filter.person)}
          placeholder="Anybody"
        />
      </Field>
      {choice('connection', 'Any connection', names.connections)}
      {choice('group', 'Any group', names.groups)}
      {choice('kind', 'Calls and changes', CHOICES.kind)}
      {choice('decision', 'Any decision', CHOICES.decision)}
      {choice('status', 'Any status', CHOICES.status)}
      {choice('door', 'Any door', CHOICES.door)}
      <Typed
        label={FILTER_LABELS.operation}
        hint="crm.objects.search, or crm.* for all that begin so"
        value={filter.operation ?? ''}
        onSet={(operation) => onSet({ operation })}
      />
      <Typed
        label={FILTER_LABELS.tool}
        hint="Of MCP: search_records"
        value={filter.tool ?? ''}
        onSet={(tool) => onSet({ tool })}
      />
      <Moments filter={filter} onSet={onSet} />
    </FilterPopover>
  )
}

/** A value that came by the address stays selectable although nothing is called so any more. */
const known = <T extends Choice>(
  options: readonly T[],
  value: string | undefined,
): readonly (T | Choice)[] =>
  value === undefined || options.some((one) => one.value === value)
    ? options
    : [...options, { value, label: value }]

/** Acts when one leaves the field or presses Enter: half a word finds nothing. */
function Typed({
  label,
  hint,
  value,
  onSet,
}: {
  label: string
  hint: string
  value: string
  onSet: (value: string) => void
}) {
  const [{ typed, of }, setState] = useState({ typed: value, of: value })
  // Taken away by its chip, or by Back.
  if (of !== value) setState({ typed: value, of: value })
  return (
    <Field label={label} hint={hint}>
      <Input
        mono
        spellCheck={false}
        maxLength={254}
        value={typed}
        onChange={(now) => setState({ typed: now, of: value })}
        onBlur={() => typed.trim() !== value && onSet(typed.trim())}
        onKeyDown={(event) => event.key === 'Enter' && onSet(typed.trim())}
      />
    </Field>
  )
}

function Moments({ filter, onSet }: Pick<PanelProps, 'filter' | 'onSet'>) {
  const preset = presetOf(filter) !== 'custom'
  // What is typed is whole only at the end: a date has many halves.
  const bound = (name: 'from' | 'to', label: string, value: string | undefined) => (
    <Field label={label}>
      <Input
        key={value}
        type="datetime-local"
        value={toLocal(value)}
        onChange={(typed) => {
          const moment = fromLocal(typed)
          if (moment !== undefined) onSet({ ...(preset && { from: '' }), [name]: moment })
        }}
      />
    </Field>
  )
  return (
    <>
      {bound('from', 'From', preset ? undefined : filter.from)}
      {bound('to', 'Until', filter.to)}
    </>
  )
}
