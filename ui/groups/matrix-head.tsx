/** The head of a column: which connection, until when, and what can be done to the whole column. */
import { IconButton } from '../parts/button.tsx'
import { Badge } from '../parts/badge.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { untilWords } from './ends.ts'
import type { Column } from './matrix.ts'
import type { Portal } from './portals.ts'

export interface ColumnActs {
  readonly onReschedule: (column: Column) => void
  readonly onAddTemporary: (column: Column) => void
  readonly onReadAll: (column: Column) => void
  readonly onClear: (column: Column) => void
}

export function MatrixHead({
  column,
  portal,
  used,
  acts,
}: {
  column: Column
  portal: Portal
  /** Whether it holds any scope. */
  used: boolean
  /** Left out where nothing may be changed. */
  acts: ColumnActs | undefined
}) {
  const items: readonly MenuItem[] = acts
    ? [
        { label: 'Grant all reading', icon: 'eye', onSelect: () => acts.onReadAll(column) },
        {
          label: column.end === null ? 'Set an end…' : 'Change the end…',
          icon: 'clock',
          disabled: !used && column.end === null,
          onSelect: () => acts.onReschedule(column),
        },
        {
          label: 'Add temporary access beside it…',
          icon: 'plus',
          onSelect: () => acts.onAddTemporary(column),
        },
        'line',
        {
          label: 'Take all away',
          icon: 'trash',
          danger: true,
          disabled: !used && column.end === null,
          onSelect: () => acts.onClear(column),
        },
      ]
    : []
  return (
    <div className="flex w-38 items-start gap-1">
      <div className="min-w-0 grow text-left">
        <span className="line-clamp-2 font-semibold text-ink" title={portal.title}>
          {portal.title}
        </span>
        <span className="flex flex-wrap items-center gap-x-1.5 font-normal text-faint">
          {column.end === null ? (
            <span className="truncate font-mono text-xs">{portal.name}</span>
          ) : (
            <Badge tone="warn">{untilWords(column.end)}</Badge>
          )}
          {portal.state !== 'active' && (
            <Badge tone="warn">{STATES[portal.state] ?? portal.state}</Badge>
          )}
        </span>
      </div>
      {acts && (
        <Menu
          trigger={
            <IconButton
              icon="more"
              size="small"
              label={`More for ${portal.title}${column.end === null ? '' : `, ${untilWords(column.end)}`}`}
            />
          }
          items={items}
        />
      )}
    </div>
  )
}

const STATES: Readonly<Record<string, string>> = {
  pending: 'not checked yet',
  suspended: 'paused',
  needs_reauth: 'needs reconnecting',
}
