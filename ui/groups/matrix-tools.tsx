/** Above the matrix: find a scope, see only what is granted, choose connections, read the marks. */
import { Button } from '../parts/button.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { Combobox } from '../parts/combobox.tsx'
import { Field } from '../parts/field.tsx'
import { cx } from '../parts/cx.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { Input, Select } from '../parts/input.tsx'
import { untilWords } from './ends.ts'
import { GAP_WORDS } from './gap.ts'
import { GAP_LOOKS } from './matrix-cell.tsx'
import { columnKey } from './matrix.ts'
import type { MatrixView } from './use-matrix-view.ts'

export function MatrixTools({ view, mayChange }: { view: MatrixView; mayChange: boolean }) {
  const hidden = view.portals.filter(
    ({ id }) => !view.choices.some(({ column }) => column.connection === id),
  )
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-3 border-b border-line px-4 py-3 sm:px-5">
      <Field label="Find a scope" hideLabel className="w-full sm:w-60">
        <Input
          type="search"
          icon="search"
          placeholder="Find: deals, merge, pages…"
          value={view.typed}
          onChange={view.setTyped}
        />
      </Field>
      {view.narrow && view.choices.length > 1 && (
        <Field label="Connection" hideLabel className="w-full">
          <Select
            value={view.chosen ?? ''}
            onChange={view.choose}
            options={view.choices.map(({ column, portal }) => ({
              value: columnKey(column),
              label:
                column.end === null ? portal.title : `${portal.title}, ${untilWords(column.end)}`,
            }))}
          />
        </Field>
      )}
      {hidden.length > 0 && mayChange && (
        <Field label="Add a connection" hideLabel className="w-full sm:w-56">
          <Combobox
            value={undefined}
            onChange={(connection) => {
              if (connection) view.show({ connection, end: null })
            }}
            placeholder="Add a connection…"
            options={hidden.map(({ id, title, name }) => ({
              value: id,
              label: title,
              detail: name,
            }))}
          />
        </Field>
      )}
      <Checkbox checked={view.onlyGranted} onChange={view.setOnlyGranted} label="Only granted" />
      {view.folded > 0 && (
        <Button look="quiet" size="small" icon="down" onClick={view.unfold}>
          {view.folded} more kinds of records
        </Button>
      )}
    </div>
  )
}

/** What the marks of the toggles mean. */
const MARKS: readonly {
  readonly look: string
  readonly icon?: IconName
  readonly means: string
}[] = [
  { look: 'bg-accent text-accent-ink', icon: 'check', means: 'granted' },
  { look: `border ${GAP_LOOKS.part}`, icon: 'check', means: `granted, ${GAP_WORDS.part}` },
  { look: `border ${GAP_LOOKS.none}`, icon: 'check', means: `granted, ${GAP_WORDS.none}` },
  {
    look: 'border border-dashed border-line-strong text-faint',
    icon: 'minus',
    means: 'not granted, and would have no effect',
  },
  { look: 'size-2 rounded-full bg-warn', means: 'not saved' },
]

export function MatrixLegend() {
  return (
    <ul
      aria-label="Marks"
      className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-xs text-faint sm:px-5"
    >
      {MARKS.map(({ look, icon, means }) => (
        <li key={means} className="inline-flex items-center gap-1.5">
          <span className={cx(icon && 'grid size-4 place-items-center rounded-sm', look)}>
            {icon && <Icon name={icon} size={11} />}
          </span>
          {means}
        </li>
      ))}
    </ul>
  )
}
