/** A chip for each filter that is set, which takes it away again. */
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

export interface FilterChip {
  readonly label: string
  readonly value: string
  readonly onRemove: () => void
}

export function FilterChips({
  chips,
  onClear,
}: {
  chips: readonly FilterChip[]
  onClear: () => void
}) {
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters that are set" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ label, value, onRemove }) => (
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
            onClick={onRemove}
            className="grid h-full w-7 shrink-0 place-items-center rounded-md hover:bg-accent-line/50"
          >
            <Icon name="cross" size={13} />
          </button>
        </li>
      ))}
      <li>
        <Button look="quiet" size="small" className="h-7!" onClick={onClear}>
          Clear all
        </Button>
      </li>
    </ul>
  )
}
