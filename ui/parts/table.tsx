/**
 * A table of things of one kind (TanStack Table): sortable by its heads, walked by arrow keys,
 * with a head that stays in view; cards on a phone. Of a long one only what is in view is drawn;
 * one finds by typing. For what the server keeps whole pages of there is `activity/`.
 */
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type Header,
  type SortingState,
} from '@tanstack/react-table'
import { Fragment, useMemo, useState, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Field } from './field.tsx'
import { Icon } from './icon.tsx'
import { Input } from './input.tsx'
import { SkeletonRows } from './skeleton.tsx'
import { useFind, type Finding } from './use-find.ts'
import { useNarrow } from './use-narrow.ts'
import { useRowWalk } from './use-row-walk.ts'
import { useRowWindow } from './use-row-window.ts'

export interface Column<Row> {
  readonly id: string
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** By what it sorts; without it the column does not. */
  readonly sort?: (row: Row) => string | number | null | undefined
  readonly align?: 'right'
  /** A class of Tailwind: `w-32`. */
  readonly width?: string
  /** On a card: `title` is its heading, `bare` comes without its label, `hidden` stays away. */
  readonly card?: 'title' | 'bare' | 'hidden'
}

interface TableProps<Row> {
  /** What it lists: read aloud, not shown. */
  readonly label: string
  /** At module scope or in `useMemo`, as TanStack wants them stable. */
  readonly columns: readonly Column<Row>[]
  /** `undefined` while it is fetched. */
  readonly rows: readonly Row[] | undefined
  readonly rowId: (row: Row) => string
  /** Opens one, by click or Enter. Put a `Link` into the title cell as well. */
  readonly onOpen?: (row: Row) => void
  /** Instead of rows, where there are none. */
  readonly empty?: ReactNode
  readonly sortedBy?: { readonly id: string; readonly desc?: boolean }
  /** Of which these are the first that were fetched. */
  readonly total?: number | undefined
  /** Where there may be many: what a row is found by, and how the field for it is called. */
  readonly find?: { readonly label: string; readonly text: (row: Row) => string }
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
const NONE: readonly never[] = []
/** Fewer are found by looking. */
const MANY = 15
/** How high they usually are; measured once they are drawn. */
const ROW_PX = 60
const CARD_PX = 190

export function Table<Row extends object>(props: TableProps<Row>) {
  const { columns, rows, rowId, sortedBy, find } = props
  const narrow = useNarrow()
  const [sorting, setSorting] = useState<SortingState>(
    sortedBy ? [{ id: sortedBy.id, desc: sortedBy.desc ?? false }] : [],
  )
  const defined = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return columns.map((column) =>
      helper.accessor((row): unknown => column.sort?.(row) ?? undefined, {
        id: column.id,
        enableSorting: column.sort !== undefined,
        sortUndefined: 'last',
        sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
      }),
    )
  }, [columns])
  const finding = useFind(rows ?? NONE, find?.text)
  const table = useTable({
    features,
    columns: defined,
    data: finding.found,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
  })
  if (rows === undefined) return <SkeletonRows />
  if (rows.length === 0 && props.empty !== undefined) return props.empty
  const shown = table.getRowModel().rows.map((row) => ({ id: row.id, row: row.original }))
  return (
    <>
      {find && (rows.length > MANY || finding.typed !== '') && (
        <Finder label={find.label} finding={finding} total={rows.length} />
      )}
      {find && shown.length === 0 ? (
        <p className="px-5 py-10 text-center text-soft">Nothing fits what you typed.</p>
      ) : narrow ? (
        <Cards {...props} shown={shown} />
      ) : (
        <Grid
          {...props}
          shown={shown}
          heads={table.getHeaderGroups().flatMap((group) => group.headers)}
        />
      )}
    </>
  )
}

function Finder<Row>({
  label,
  finding: { typed, setTyped, found },
  total,
}: {
  label: string
  finding: Finding<Row>
  total: number
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 sm:px-5">
      <Field label={label} hideLabel className="w-full sm:w-72">
        <Input type="search" icon="search" placeholder={label} value={typed} onChange={setTyped} />
      </Field>
      <span role="status" className="text-[0.8125rem] text-faint tabular-nums">
        {found.length === total ? `${total} in all` : `${found.length} of ${total}`}
      </span>
    </div>
  )
}

interface ShownRows<Row> {
  readonly shown: readonly { readonly id: string; readonly row: Row }[]
}

function Grid<Row extends object>(
  props: TableProps<Row> &
    ShownRows<Row> & { readonly heads: readonly Header<typeof features, Row>[] },
) {
  const { columns, shown, heads } = props
  const window = useRowWindow(shown.length, ROW_PX)
  const { list, measure, rows, below } = window
  const walk = useRowWalk(shown.length, window)
  return (
    <div className="max-lg:overflow-x-auto">
      <table
        className="w-full border-collapse"
        aria-label={props.label}
        aria-rowcount={(props.total ?? shown.length) + 1}
      >
        <thead data-stays="top" className="sticky top-0 z-10">
          <tr aria-rowindex={1}>
            {columns.map((column, at) => {
              const header = heads[at]?.column
              const sorted = header?.getIsSorted() ?? false
              return (
                <th
                  key={column.id}
                  scope="col"
                  aria-sort={
                    sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined
                  }
                  className={cx(
                    'h-10 border-b border-line bg-surface px-4 text-[0.8125rem] first:rounded-tl-lg last:rounded-tr-lg font-medium whitespace-nowrap text-faint first:sm:pl-5 last:sm:pr-5',
                    column.align === 'right' ? 'text-right' : 'text-left',
                    column.width,
                  )}
                >
                  {column.sort ? (
                    <button
                      type="button"
                      onClick={header?.getToggleSortingHandler()}
                      className="-mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-ink"
                    >
                      {column.head}
                      <Icon
                        name={
                          sorted === 'asc' ? 'arrow-up' : sorted === 'desc' ? 'arrow-down' : 'sort'
                        }
                        size={13}
                        className={sorted ? 'text-ink' : 'opacity-45'}
                      />
                    </button>
                  ) : (
                    column.head
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody ref={list} {...walk}>
          {rows.map(({ index, above }) => {
            const one = shown[index]
            return (
              one && (
                <Fragment key={one.id}>
                  <Room px={above} />
                  <tr
                    ref={measure}
                    data-index={index}
                    aria-rowindex={index + 2}
                    className={cx(
                      'group/row border-b border-line last:border-0 focus-within:bg-hover',
                      props.onOpen && 'cursor-pointer hover:bg-hover',
                    )}
                    onClick={(event) => opens(event.target) && props.onOpen?.(one.row)}
                  >
                    {columns.map((column) => (
                      <td
                        key={column.id}
                        className={cx(
                          'h-12 px-4 py-2 first:sm:pl-5 last:sm:pr-5',
                          column.align === 'right' && 'text-right tabular-nums',
                        )}
                      >
                        {column.cell(one.row)}
                      </td>
                    ))}
                  </tr>
                </Fragment>
              )
            )
          })}
          <Room px={below} />
        </tbody>
      </table>
    </div>
  )
}

/** Of rows that are not drawn. */
const Room = ({ px }: { px: number }) => px > 0 && <tr aria-hidden="true" style={{ height: px }} />

function Cards<Row>({ label, columns, shown, total, onOpen }: TableProps<Row> & ShownRows<Row>) {
  const title = columns.find(({ card }) => card === 'title') ?? columns[0]
  const rest = columns.filter((column) => column !== title && column.card !== 'hidden')
  const window = useRowWindow(shown.length, CARD_PX)
  const { list, measure, rows, below } = window
  const walk = useRowWalk(shown.length, window)
  return (
    <ul
      ref={list}
      aria-label={label}
      className="flow-root divide-y divide-line"
      style={{ paddingBottom: below }}
      {...walk}
    >
      {rows.map(({ index, above }) => {
        const one = shown[index]
        return (
          one && (
            <li
              key={one.id}
              ref={measure}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={total ?? shown.length}
              className="flex flex-col gap-2 px-4 py-3.5"
              style={{ marginTop: above }}
            >
              <div
                className="font-medium"
                {...(onOpen && {
                  onClick: (event) => opens(event.target) && onOpen(one.row),
                })}
              >
                {title?.cell(one.row)}
              </div>
              <dl className="grid grid-cols-[minmax(5.5rem,auto)_1fr] gap-x-4 gap-y-1.5">
                {rest.map((column) => (
                  <div key={column.id} className="col-span-2 grid grid-cols-subgrid items-baseline">
                    <dt
                      className={column.card === 'bare' ? 'sr-only' : 'text-[0.8125rem] text-faint'}
                    >
                      {column.head}
                    </dt>
                    <dd className={cx('min-w-0', column.card === 'bare' && 'col-span-2')}>
                      {column.cell(one.row)}
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          )
        )
      })}
    </ul>
  )
}

/** A click on something of its own within the row is not a click on the row. */
const opens = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, select, label') === null

const WORDS = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

const compare = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : WORDS.compare(String(a), String(b))
