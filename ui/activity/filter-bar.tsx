/** What is looked for: search, time, the other filters, and a chip for each that is set. */
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { chipsOf, FILTER_NAMES, type Filter } from './filter.ts'
import { FilterPanel } from './filter-panel.tsx'
import type { Names } from './names.ts'
import { PRESETS, presetOf } from './range.ts'
import { SearchBox } from './search-box.tsx'

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
        <SearchBox value={filter.q ?? ''} onSearch={onSearch} />
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
      {chips.length > 0 && (
        <ul aria-label="Filters that are set" className="flex flex-wrap items-center gap-1.5">
          {chips.map(({ names: of, label, value }) => (
            <li
              key={label}
              className="flex h-7 max-w-full min-w-0 items-center rounded-md border border-accent-line bg-accent-wash pl-2.5 text-[0.8125rem] text-accent-strong"
            >
              <span className="min-w-0 truncate">
                {label}: <span className="font-medium">{value}</span>
              </span>
              <button
                type="button"
                aria-label={`Take away ${label}: ${value}`}
                onClick={() => onSet(Object.fromEntries(of.map((name) => [name, ''])))}
                className="grid h-full w-7 shrink-0 place-items-center rounded-md hover:bg-accent-line/50"
              >
                <Icon name="cross" size={13} />
              </button>
            </li>
          ))}
          <li>
            <Button
              look="quiet"
              size="small"
              className="h-7!"
              onClick={() => onSet(Object.fromEntries(FILTER_NAMES.map((name) => [name, ''])))}
            >
              Clear all
            </Button>
          </li>
        </ul>
      )}
    </div>
  )
}
