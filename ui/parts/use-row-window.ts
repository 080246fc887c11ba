/**
 * Which rows of a long list are worth drawing (TanStack Virtual over the window's own scrolling):
 * those in view and some around them, with room kept for the rest. A short list is drawn whole.
 * The row that has the keyboard's focus stays drawn wherever one scrolls: with it the focus would go.
 */
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual'
import { useLayoutEffect, useState } from 'react'

/** Fewer are drawn at once in a few milliseconds, and a browser's own search finds all of them. */
const WHOLE = 100

export interface RowWindow {
  /** The `ref` of the element whose children the rows are. */
  readonly list: (element: HTMLElement | null) => void
  /** Measures a row; give it `data-index` as well. */
  readonly measure: (row: HTMLElement | null) => void
  readonly rows: readonly DrawnRow[]
  /** Pixels of the rows that are not drawn below the last. */
  readonly below: number
  /** Scrolls as far as it takes for that row to be drawn. */
  readonly show: (index: number) => void
  /** Has that row drawn, in view or not, until another is named, or none. */
  readonly keep: (index: number | undefined) => void
}

export interface DrawnRow {
  readonly index: number
  /** Pixels of the rows that are not drawn between this and the one before. */
  readonly above: number
}

/** `estimate`: how high a row probably is. */
export function useRowWindow(count: number, estimate: number): RowWindow {
  const [list, setList] = useState<HTMLElement | null>(null)
  const [top, setTop] = useState(0)
  const [kept, keep] = useState<number>()
  const whole = count <= WHOLE
  useLayoutEffect(() => {
    if (whole || !list) return undefined
    const locate = (): void => setTop(list.getBoundingClientRect().top + scrollY)
    locate()
    const observer = new ResizeObserver(locate)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [whole, list])
  const virtual = useWindowVirtualizer({
    count: whole ? 0 : count,
    estimateSize: () => estimate,
    overscan: 20,
    scrollMargin: top,
    rangeExtractor: (range) => rangeWith(range, kept),
  })
  if (whole)
    return {
      list: setList,
      measure: () => undefined,
      rows: Array.from({ length: count }, (_, index) => ({ index, above: 0 })),
      below: 0,
      show: () => undefined,
      keep: () => undefined,
    }
  let end = top
  const rows = virtual.getVirtualItems().map((item) => {
    const above = item.start - end
    end = item.end
    return { index: item.index, above }
  })
  return {
    list: setList,
    measure: virtual.measureElement,
    rows,
    below: virtual.getTotalSize() - (end - top),
    show: (index) => virtual.scrollToIndex(index),
    keep,
  }
}

/** The indexes to draw, in their order: those of `range` and the kept one, if there is such a row. */
export function rangeWith(range: Range, kept: number | undefined): number[] {
  const drawn = defaultRangeExtractor(range)
  const [first, last] = [drawn[0], drawn.at(-1)]
  if (kept === undefined || kept >= range.count || first === undefined || last === undefined)
    return drawn
  if (kept < first) return [kept, ...drawn]
  return kept > last ? [...drawn, kept] : drawn
}
