/**
 * A list of any length (TanStack Virtual): only what is in view exists. Rows have one height, more
 * are asked for before the end is reached, and arrow keys, Page and Home walk it.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './cx.ts'

interface VirtualListProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  /** In pixels. */
  readonly rowHeight: number
  readonly row: (row: Row, at: number) => ReactNode
  readonly onOpen?: (row: Row) => void
  /** Called when the last rows come into view. */
  readonly onEnd?: () => void
  /** Stays above the rows. */
  readonly head?: ReactNode
  /** Below the last row: "loading", or "that is all". */
  readonly foot?: ReactNode
  /** Of the scrolling box: `h-[60vh]`. */
  readonly className?: string
}

export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { label, rows, rowId, rowHeight, row, onOpen, onEnd, head, foot, className } = props
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (at) => (rows[at] === undefined ? at : rowId(rows[at])),
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 15) onEnd?.()
  }, [last, rows.length, onEnd])

  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = Number(
      document.activeElement?.closest<HTMLElement>('[data-at]')?.dataset['at'] ?? -1,
    )
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1)
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.min(rows.length - 1, Math.max(0, at + step))
    virtual.scrollToIndex(next, { align: 'auto' })
    requestAnimationFrame(() =>
      box.current
        ?.querySelector<HTMLElement>(`[data-at="${next}"]`)
        ?.focus({ preventScroll: true }),
    )
  }

  return (
    <div
      ref={box}
      role="list"
      aria-label={label}
      tabIndex={0}
      onKeyDown={walk}
      className={cx('relative overflow-auto -outline-offset-2', className)}
    >
      {head !== undefined && (
        <div role="presentation" className="sticky top-0 z-10 border-b border-line bg-surface">
          {head}
        </div>
      )}
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const one = rows[item.index]
          if (one === undefined) return null
          return (
            <div
              key={item.key}
              role="listitem"
              aria-setsize={-1}
              aria-posinset={item.index + 1}
              data-at={item.index}
              tabIndex={-1}
              className="absolute inset-x-0 top-0 border-b border-line hover:bg-hover focus:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2"
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={() => onOpen?.(one)}
              onKeyDown={(event) => event.key === 'Enter' && onOpen?.(one)}
            >
              {row(one, item.index)}
            </div>
          )
        })}
      </div>
      {foot !== undefined && <div role="presentation">{foot}</div>}
    </div>
  )
}
