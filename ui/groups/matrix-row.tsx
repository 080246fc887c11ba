/** One resource in the matrix: its toggles, what cannot be undone below it, and all of it in words. */
import type { ReactNode } from 'react'
import { cx } from '../parts/cx.ts'
import { Icon } from '../parts/icon.tsx'
import { verbWord, type ResourceRow, type ScopeView } from './matrix-rows.ts'
import type { ShownColumn } from './matrix-table.tsx'
import { columnKey } from './matrix.ts'
import { ResourceDetails } from './resource-details.tsx'

interface RowProps {
  readonly row: ResourceRow
  /** Merging, erasing: those that show. */
  readonly more: readonly ScopeView[]
  readonly columns: readonly ShownColumn[]
  readonly roomy: boolean
  readonly opened: boolean
  readonly onOpen: () => void
  readonly toggle: (scope: ScopeView | undefined, shown: ShownColumn) => ReactNode
}

export function MatrixRow({ row, more, columns, roomy, opened, onOpen, toggle }: RowProps) {
  return (
    <tbody>
      <tr className="group/row">
        <th scope="row" className={cx(FIRST, 'px-4 sm:px-5')}>
          <button
            type="button"
            aria-expanded={opened}
            onClick={onOpen}
            className="-mx-1.5 flex min-h-9 items-center gap-1.5 rounded-md px-1.5 text-left"
          >
            <Icon
              name="right"
              size={14}
              className={cx('shrink-0 text-faint transition-transform', opened && 'rotate-90')}
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
        {roomy && (
          <td className={WORDS}>
            {row.read && <Words verb="Read" text={row.read.description} />}
            {row.write && <Words verb="Write" text={row.write.description} />}
          </td>
        )}
      </tr>
      {more.map((scope) => (
        <tr key={scope.scope} className="group/row">
          <th scope="row" className={cx(FIRST, 'pr-2 pl-9 text-soft sm:pl-10')}>
            <span className="flex min-h-9 items-center">{verbWord(scope.verb)}</span>
          </th>
          {columns.map((shown) => (
            <td key={columnKey(shown.column)} colSpan={2} className={cx(CELL, 'border-r')}>
              {toggle(scope, shown)}
            </td>
          ))}
          {roomy && <td className={WORDS}>{scope.description}</td>}
        </tr>
      ))}
      {opened && (
        <tr>
          <td
            colSpan={1 + columns.length * 2 + (roomy ? 1 : 0)}
            className="border-b border-line bg-sunken p-0"
          >
            <ResourceDetails row={row} portals={columns.map(({ portal }) => portal)} />
          </td>
        </tr>
      )}
    </tbody>
  )
}

const Words = ({ verb, text }: { verb: string; text: string }) => (
  <span className="block">
    <span className="text-faint">{verb}: </span>
    {text}
  </span>
)

const HOVER = 'group-hover/row:bg-hover group-focus-within/row:bg-hover'
const FIRST = `sticky left-0 z-10 border-r border-b border-line bg-surface text-left font-normal ${HOVER}`
const CELL = `h-11 w-22 border-b border-line px-2 text-center ${HOVER}`
const WORDS = `border-b border-line px-4 py-1.5 text-xs leading-4 text-soft ${HOVER}`
