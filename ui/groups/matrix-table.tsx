/**
 * The grants as a matrix: resources down, connections across, reading and writing in each. One Tab
 * stop; arrow keys walk the toggles, Space turns one. It shows and tells; the draft is the page's.
 */
import { memo, useState, type ReactNode } from 'react'
import { cx } from '../parts/cx.ts'
import { MatrixToggle, type CellState } from './matrix-cell.tsx'
import { MatrixHead, type ColumnActs } from './matrix-head.tsx'
import { walk } from './matrix-keys.ts'
import { MatrixRow } from './matrix-row.tsx'
import { fits, type ResourceRow, type ScopeView } from './matrix-rows.ts'
import { cellOf, columnKey, keyOf, type Cell, type Column, type Matrix } from './matrix.ts'
import type { Portal } from './portals.ts'

export interface ShownColumn {
  readonly column: Column
  readonly portal: Portal
}

interface MatrixProps {
  readonly label: string
  readonly rows: readonly ResourceRow[]
  readonly columns: readonly ShownColumn[]
  readonly mine: Matrix
  readonly before: Matrix
  readonly editable: boolean
  /** What was searched for: of what cannot be undone, what fits shows. */
  readonly typed: string
  /** There is room for what each scope allows, in words, beside its toggles. */
  readonly roomy: boolean
  readonly onToggle: (cell: Cell) => void
  readonly onPoint: (state: CellState) => void
  readonly acts: ColumnActs
}

export const MatrixTable = memo(function MatrixTable(props: MatrixProps) {
  const { rows, columns, mine, before, editable, roomy, typed } = props
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [reached, setReached] = useState<string>()
  const isThere = (scope: string, column: Column): boolean => {
    const key = keyOf({ ...column, scope })
    return mine.has(key) || before.has(key)
  }
  /** Merging and erasing: only what is granted shows unasked. */
  const moreOf = (row: ResourceRow): readonly ScopeView[] =>
    row.more.filter(
      (scope) =>
        open.has(row.resource) ||
        (typed !== '' && fits([scope], typed)) ||
        columns.some(({ column }) => isThere(scope.scope, column)),
    )
  const shown = columns.flatMap(({ column, portal }) =>
    rows.flatMap((row) =>
      [row.read, row.write, ...moreOf(row)].flatMap((scope) =>
        scope && (portal.offers(scope.scope) || isThere(scope.scope, column))
          ? keyOf({ ...column, scope: scope.scope })
          : [],
      ),
    ),
  )
  const stop = reached !== undefined && shown.includes(reached) ? reached : shown[0]
  const used = new Set([...mine].map((key) => columnKey(cellOf(key))))

  const toggle = (scope: ScopeView | undefined, { column, portal }: ShownColumn): ReactNode => {
    if (!scope) return null
    const cell = { ...column, scope: scope.scope }
    const key = keyOf(cell)
    const on = mine.has(key)
    if (!portal.offers(scope.scope) && !isThere(scope.scope, column))
      return <span className="sr-only">does not exist there</span>
    return (
      <MatrixToggle
        cell={cell}
        scope={scope}
        portal={portal}
        on={on}
        unsaved={on !== before.has(key)}
        editable={editable}
        reachable={key === stop}
        onToggle={props.onToggle}
        onPoint={props.onPoint}
        onReach={setReached}
      />
    )
  }

  return (
    <div className="isolate scroll-pt-24 scroll-pl-38 overflow-auto overscroll-x-contain sm:max-h-[72vh] sm:scroll-pl-58">
      <table
        role="grid"
        aria-label={props.label}
        aria-readonly={!editable}
        onKeyDown={walk}
        className="w-full border-separate border-spacing-0"
      >
        <thead className="sticky top-0 z-20">
          <tr>
            <th rowSpan={2} scope="col" className={CORNER}>
              What people can do
            </th>
            {columns.map(({ column, portal }) => (
              <th
                key={columnKey(column)}
                colSpan={2}
                scope="colgroup"
                className={cx(HEAD, 'w-44 min-w-44 px-3 pt-2.5 pb-1 text-[0.8125rem]')}
              >
                <MatrixHead
                  column={column}
                  portal={portal}
                  used={used.has(columnKey(column))}
                  acts={editable ? props.acts : undefined}
                />
              </th>
            ))}
            {roomy && (
              <th rowSpan={2} scope="col" className={cx(WORDS_HEAD)}>
                In words
              </th>
            )}
          </tr>
          <tr>
            {columns.flatMap(({ column }) =>
              ['Read', 'Write'].map((verb) => (
                <th
                  key={`${columnKey(column)}${verb}`}
                  scope="col"
                  className={cx(
                    'border-b border-line bg-surface px-2 pb-1.5 text-xs font-normal text-faint',
                    verb === 'Write' && 'border-r',
                  )}
                >
                  {verb}
                </th>
              )),
            )}
          </tr>
        </thead>
        {rows.map((row) => (
          <MatrixRow
            key={row.resource}
            row={row}
            more={moreOf(row)}
            columns={columns}
            roomy={roomy}
            opened={open.has(row.resource)}
            onOpen={() => setOpen(flipped(open, row.resource))}
            toggle={toggle}
          />
        ))}
      </table>
    </div>
  )
})

const HEAD = 'border-r border-line bg-surface text-left align-top font-normal'
const CORNER =
  'sticky left-0 z-10 min-w-36 border-r border-b border-line bg-surface px-4 pb-1.5 text-left align-bottom text-xs font-normal text-faint sm:min-w-56 sm:px-5'
const WORDS_HEAD =
  'border-b border-line bg-surface px-4 pb-1.5 text-left align-bottom text-xs font-normal text-faint'

const flipped = (set: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}
