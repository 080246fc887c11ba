/**
 * The grants as a matrix: resources down, connections across, reading and writing in each. One Tab
 * stop; arrow keys walk the toggles, Space turns one. It shows and tells; the draft is the page's.
 */
import { memo, useState, type ReactNode } from 'react'
import { cx } from '../parts/cx.ts'
import { Icon } from '../parts/icon.tsx'
import { MatrixToggle, type CellState } from './matrix-cell.tsx'
import { MatrixHead, type ColumnActs } from './matrix-head.tsx'
import { ResourceDetails } from './resource-details.tsx'
import { walk } from './matrix-keys.ts'
import { verbWord, type ResourceRow, type ScopeView } from './matrix-rows.ts'
import { columnKey, keyOf, type Cell, type Column, type Matrix } from './matrix.ts'
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
  readonly onToggle: (cell: Cell) => void
  readonly onPoint: (state: CellState) => void
  readonly acts: ColumnActs
}

export const MatrixTable = memo(function MatrixTable(props: MatrixProps) {
  const { rows, columns, mine, editable } = props
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [reached, setReached] = useState<string>()
  const [firstRow] = rows
  const firstScope = firstRow?.read ?? firstRow?.write
  const fallback =
    columns[0] && firstScope ? keyOf({ ...columns[0].column, scope: firstScope.scope }) : undefined
  const stop =
    reached !== undefined && isShown(reached, rows, columns, open, mine) ? reached : fallback

  const toggle = (scope: ScopeView | undefined, shown: ShownColumn): ReactNode => {
    if (!scope) return null
    const cell = { ...shown.column, scope: scope.scope }
    const key = keyOf(cell)
    const on = mine.has(key)
    if (!on && !shown.portal.offers(scope.scope) && !props.before.has(key))
      return (
        <span className="text-faint" title={`${shown.portal.title} has no such object`}>
          <span aria-hidden="true">·</span>
          <span className="sr-only">does not exist there</span>
        </span>
      )
    return (
      <MatrixToggle
        cell={cell}
        scope={scope}
        portal={shown.portal}
        on={on}
        unsaved={on !== props.before.has(key)}
        editable={editable}
        reachable={key === stop}
        describedBy={`scope ${scope.scope}`.replaceAll(/[^\w]/g, '-')}
        onToggle={props.onToggle}
        onPoint={(state) => {
          setReached(key)
          props.onPoint(state)
        }}
      />
    )
  }

  return (
    <div className="max-h-[72vh] overflow-auto overscroll-x-contain">
      <table
        role="grid"
        aria-label={props.label}
        aria-readonly={!editable}
        onKeyDown={walk}
        className="border-separate border-spacing-0"
      >
        <thead>
          <tr>
            <th rowSpan={2} scope="col" className={cx(CORNER, 'align-bottom')}>
              <span className="text-[0.8125rem] font-medium text-faint">What people can do</span>
            </th>
            {columns.map(({ column, portal }) => (
              <th
                key={columnKey(column)}
                colSpan={2}
                scope="colgroup"
                className={cx(HEAD, 'top-0 min-w-40 px-3 pt-2.5 pb-1 text-[0.8125rem]')}
              >
                <MatrixHead
                  column={column}
                  portal={portal}
                  used={[...mine].some(
                    (key) =>
                      key.startsWith(`${column.connection} `) &&
                      key.endsWith(` ${column.end ?? ''}`),
                  )}
                  acts={editable ? props.acts : undefined}
                />
              </th>
            ))}
          </tr>
          <tr>
            {columns.flatMap(({ column }) =>
              ['Read', 'Write'].map((verb) => (
                <th
                  key={`${columnKey(column)}${verb}`}
                  scope="col"
                  className={cx(
                    HEAD,
                    'top-[3.4rem] border-b px-2 pb-1.5 text-xs font-normal text-faint',
                    verb === 'Write' && 'border-r',
                  )}
                >
                  {verb}
                </th>
              )),
            )}
          </tr>
        </thead>
        {rows.map((row) => {
          const opened = open.has(row.resource)
          const more = row.more.filter(
            ({ scope }) =>
              opened ||
              columns.some(
                ({ column }) =>
                  mine.has(keyOf({ ...column, scope })) ||
                  props.before.has(keyOf({ ...column, scope })),
              ),
          )
          return (
            <tbody key={row.resource}>
              <tr className="group/row">
                <th scope="row" className={FIRST}>
                  <button
                    type="button"
                    aria-expanded={opened}
                    onClick={() => setOpen(flipped(open, row.resource))}
                    className="-mx-1.5 flex min-h-9 items-center gap-1.5 rounded-md px-1.5 text-left hover:bg-hover"
                  >
                    <Icon
                      name="right"
                      size={14}
                      className={cx(
                        'shrink-0 text-faint transition-transform',
                        opened && 'rotate-90',
                      )}
                    />
                    <span>
                      {row.title}
                      <span className="sr-only">: what it lets people do</span>
                    </span>
                  </button>
                </th>
                {columns.flatMap((shown) =>
                  [row.read, row.write].map((scope, at) => (
                    <td
                      key={`${columnKey(shown.column)}${at}`}
                      className={cx(CELL, at === 1 && 'border-r')}
                    >
                      {toggle(scope, shown)}
                    </td>
                  )),
                )}
              </tr>
              {more.map((scope) => (
                <tr key={scope.scope} className="group/row">
                  <th scope="row" className={cx(FIRST, 'pl-10 text-soft')}>
                    <span className="flex min-h-9 items-center">{verbWord(scope.verb)}</span>
                  </th>
                  {columns.map((shown) => (
                    <td key={columnKey(shown.column)} colSpan={2} className={cx(CELL, 'border-r')}>
                      {toggle(scope, shown)}
                    </td>
                  ))}
                </tr>
              ))}
              {opened && (
                <tr>
                  <td
                    colSpan={1 + columns.length * 2}
                    className="border-b border-line bg-sunken p-0"
                  >
                    <ResourceDetails row={row} portals={columns.map(({ portal }) => portal)} />
                  </td>
                </tr>
              )}
            </tbody>
          )
        })}
      </table>
    </div>
  )
})

const HEAD =
  'sticky z-20 border-line bg-surface border-r-line last:border-r-0 [&:not(:last-child)]:border-r'
const CORNER =
  'sticky top-0 left-0 z-30 min-w-40 border-r border-b border-line bg-surface px-4 pb-1.5 text-left sm:min-w-60 sm:px-5'
const FIRST =
  'sticky left-0 z-10 border-r border-b border-line bg-surface px-4 text-left font-normal sm:px-5 group-hover/row:bg-hover group-focus-within/row:bg-hover'
const CELL =
  'h-11 border-b border-line px-2 text-center last:border-r-0 group-hover/row:bg-hover group-focus-within/row:bg-hover'

const flipped = (set: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}

function isShown(
  key: string,
  rows: readonly ResourceRow[],
  columns: readonly ShownColumn[],
  open: ReadonlySet<string>,
  mine: Matrix,
): boolean {
  return rows.some((row) =>
    columns.some(({ column }) => {
      const plain = [row.read, row.write].some(
        (scope) => scope && keyOf({ ...column, scope: scope.scope }) === key,
      )
      return (
        plain ||
        row.more.some(
          ({ scope }) =>
            keyOf({ ...column, scope }) === key && (open.has(row.resource) || mine.has(key)),
        )
      )
    }),
  )
}
