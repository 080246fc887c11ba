/** What is looked for: search, time, the other filters, and a chip for each that is set. */
import { Button } from '../parts/button.tsx'
import { FilterChips } from '../parts/filter-chips.tsx'
import { Menu } from '../parts/menu.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { chipsOf, FILTER_NAMES, type Filter } from './filter.ts'
import { FilterPanel } from './filter-panel.tsx'
import type { Names } from './names.ts'
import { PRESETS, presetOf } from './range.ts'

interface BarProps {
  readonly filter: Filter
  readonly names: Names
  readonly onSet: (values: Filter) => void
  readonly onSearch: (text: string) => void
}

const CUSTOM = 'custom'

export function FilterBar({ filter, names, onSet, onSearch }: BarProps) {
  const chips = chipsOf(filter, names.nameOf)
  const preset = presetOf(filter)
  return (
    <div className="flex flex-col gap-2.5 p-2.5 sm:p-3">
      <div className="flex items-center gap-2">
        <SearchBox
          value={filter.q ?? ''}
          placeholder="Search path, person, operation, id…"
          onSearch={onSearch}
        />
        <Menu
          align="start"
          trigger={
            <Button icon="clock">
              <span className="max-sm:sr-only">
                {PRESETS.find(({ value }) => value === preset)?.label ??
                  (preset === 'all' ? 'Any time' : 'Chosen time')}
              </span>
            </Button>
          }
          items={[
            {
              choice: 'Time',
              value: preset,
              onChange: (value) =>
                value !== CUSTOM && onSet({ from: value === 'all' ? '' : value, to: '' }),
              options: [
                { value: 'all', label: 'Any time' },
                ...PRESETS.map(({ value, label }) => ({ value, label })),
              ],
            },
          ]}
        />
        <FilterPanel filter={filter} names={names} onSet={onSet} count={chips.length} />
      </div>
      <FilterChips
        chips={chips.map(({ names: of, label, value }) => ({
          label,
          value,
          onRemove: () => onSet(Object.fromEntries(of.map((name) => [name, '']))),
        }))}
        onClear={() => onSet(Object.fromEntries(FILTER_NAMES.map((name) => [name, ''])))}
      />
    </div>
  )
}
